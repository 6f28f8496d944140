package dev.sotto.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of others, unchanged but for their address; {@link OpenAiClientIT} has OpenAI's own for Java. */
@Tag("heavy")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class OfficialClientsIT {
    /** Longer than the clients wait that send again, by much. */
    private static final long SLOW_MILLIS = 3500;

    @TempDir
    Path home;

    private TestServer server;
    private final AtomicInteger slow = new AtomicInteger();

    @BeforeEach
    void start_a_server_that_is_slow_with_some_recordings() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_JOBS_REUSE_RESULTS", "true"));
        server.transcriber.script = request -> {
            TranscriptionReply reply = new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request));
            if (!isSlow(request)) {
                return Future.succeededFuture(reply);
            }
            slow.incrementAndGet();
            Promise<TranscriptionReply> later = Promise.promise();
            server.transcriber.vertx.get().setTimer(SLOW_MILLIS, over -> later.complete(reply));
            return later.future();
        };
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static boolean isSlow(TranscriptionRequest request) {
        try {
            byte[] content = Files.readAllBytes(ScriptedTranscriber.file(request));
            return new String(content, StandardCharsets.ISO_8859_1).startsWith("slow");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String address() {
        return server.uri("/v1").toString();
    }

    @Test
    void openai_for_python_gets_all_it_asks_for_and_its_retries_join_the_running_work() {
        assertThat(ClientTools.python("openai_client.py", address())).endsWith("all checks passed");
        assertThat(slow).hasValue(1);
    }

    @Test
    void openai_for_node_gets_all_it_asks_for_and_its_retries_join_the_running_work() {
        assertThat(ClientTools.node("openai_client.mjs", address())).endsWith("all checks passed");
        assertThat(slow).hasValue(1);
    }

    @Test
    void vercel_s_kit_gets_all_it_asks_for() {
        assertThat(ClientTools.node("ai_client.mjs", address())).endsWith("all checks passed");
    }

    @Test
    void litellm_gets_all_it_asks_for() {
        assertThat(ClientTools.python("litellm_client.py", address())).endsWith("all checks passed");
    }

    @Test
    void langchain4j_gets_all_it_asks_for_and_its_retries_join_the_running_work() {
        assertThat(ClientTools.java("langchain4j", "LangChain4jClient.java", address()))
                .endsWith("all checks passed");
        assertThat(slow).hasValue(1);
    }

    @Test
    void spring_ai_gets_all_it_asks_for() {
        assertThat(ClientTools.java("springai", "SpringAiClient.java", address()))
                .endsWith("all checks passed");
    }
}
