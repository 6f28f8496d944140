package dev.sotto.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.sotto.model.ModelException;
import dev.sotto.testing.SmallModel;
import dev.sotto.testing.StandInHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A stand-in hub that holds a small model, and an empty folder to pull it into. */
abstract class HubTestCase {
    static final HubRepository REPOSITORY = HubRepository.of("org/small");
    static final String WEIGHTS = "model.safetensors";
    static final PullListener SILENT = (done, total) -> {};

    @TempDir
    Path temp;

    StandInHub hub;
    Path models;
    final List<Duration> waits = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        hub = new StandInHub();
        models = temp.resolve("models");
        Path source = temp.resolve("source");
        new SmallModel().writeHuggingFace(source);
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.sorted().toList()) {
                hub.files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        hub.files.put("README.md", new byte[10]);
        hub.files.put("pytorch_model.bin", new byte[1000]);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    HubOptions options() {
        return new HubOptions(
                hub.uri(),
                Optional.empty(),
                false,
                Optional.empty(),
                Duration.ofSeconds(20),
                4,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                0);
    }

    ModelPuller puller(HubOptions options) {
        return new ModelPuller(new HubClient(options), models, waits::add);
    }

    ModelException refusal(HubOptions options) {
        ModelException failure =
                catchThrowableOfType(ModelException.class, () -> puller(options).pull(REPOSITORY, SILENT));
        assertThat(failure).isNotNull();
        return failure;
    }

    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    static StandInHub.Fault once(String file, Answer answer) {
        AtomicInteger left = new AtomicInteger(1);
        return (exchange, path) -> {
            if (path.endsWith("/" + file) && left.getAndDecrement() > 0) {
                answer.to(exchange);
                return true;
            }
            return false;
        };
    }

    static boolean answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        return true;
    }

    static ObjectNode sibling(ObjectNode listing, String name) {
        for (var sibling : listing.get("siblings")) {
            if (sibling.get("rfilename").textValue().equals(name)) {
                return (ObjectNode) sibling;
            }
        }
        throw new IllegalArgumentException(name);
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
