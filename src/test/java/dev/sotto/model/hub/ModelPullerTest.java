package dev.sotto.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.model.file.Sha256Sums;
import dev.sotto.testing.SmallModel;
import dev.sotto.testing.StandInHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ModelPullerTest extends HubTestCase {
    @Test
    void a_model_arrives_whole_with_its_origin_and_only_the_files_it_needs() throws IOException {
        List<Long> progress = new ArrayList<>();

        Path folder = puller(options()).pull(REPOSITORY, (done, total) -> progress.add(done));

        assertThat(folder).isEqualTo(models.resolve("org--small"));
        assertThat(names(folder))
                .containsExactly(
                        "SHA256SUMS",
                        "config.json",
                        "generation_config.json",
                        WEIGHTS,
                        "preprocessor_config.json",
                        "sotto-origin.json",
                        "tokenizer.json");
        assertThat(Files.readAllBytes(folder.resolve(WEIGHTS))).isEqualTo(hub.files.get(WEIGHTS));
        assertThat(Files.readString(folder.resolve("sotto-origin.json")))
                .contains("org/small", StandInHub.COMMIT, "mit");
        assertThat(Sha256Sums.differences(folder)).hasValue(List.of());
        Files.write(folder.resolve(WEIGHTS), new byte[] {1}, StandardOpenOption.APPEND);
        Files.delete(folder.resolve("tokenizer.json"));
        assertThat(Sha256Sums.differences(folder)).hasValueSatisfying(found -> assertThat(found)
                .hasSize(2)
                .anyMatch(fault -> fault.matches(WEIGHTS + " has SHA-256 [0-9a-f]{64}; expected [0-9a-f]{64}"))
                .contains("tokenizer.json is missing"));
        assertThat(progress).isSorted();
        assertThat(names(models)).containsExactly(".org--small.lock", "org--small");
    }

    @Test
    void an_installed_model_is_not_downloaded_again() {
        puller(options()).pull(REPOSITORY, SILENT);
        hub.requests.clear();

        puller(options().withOffline(true)).pull(REPOSITORY, SILENT);

        assertThat(hub.requests).isEmpty();
    }

    @Test
    void a_cut_connection_is_resumed_where_it_ended() {
        hub.fault = once(WEIGHTS, exchange -> hub.cut(exchange, WEIGHTS, 5000));

        Path folder = puller(options()).pull(REPOSITORY, SILENT);

        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(hub.files.get(WEIGHTS));
        assertThat(hub.requestsFor(WEIGHTS).get(1).range())
                .hasValueSatisfying(range -> assertThat(range).matches("bytes=[1-9]\\d*-"));
        assertThat(hub.requestsFor(WEIGHTS).get(1).ifRange()).contains("\"one\"");
        assertThat(waits).containsExactly(Duration.ofMillis(100));
    }

    @Test
    void a_pull_that_was_given_up_is_resumed_by_the_next_one() {
        hub.fault = (exchange, path) -> {
            if (path.endsWith(WEIGHTS)) {
                hub.cut(exchange, WEIGHTS, exchange.getRequestHeaders().containsKey("Range") ? 0 : 9000);
                return true;
            }
            return false;
        };
        ModelException failure = refusal(options());
        assertThat(failure.error()).isEqualTo(ModelError.HUB_UNAVAILABLE);
        assertThat(models.resolve("org--small")).doesNotExist();
        hub.fault = (exchange, path) -> false;
        hub.requests.clear();

        puller(options()).pull(REPOSITORY, SILENT);

        assertThat(hub.requestsFor("tokenizer.json")).isEmpty();
        assertThat(models.resolve("org--small").resolve(WEIGHTS)).hasBinaryContent(hub.files.get(WEIGHTS));
    }

    @Test
    void a_file_that_changed_during_the_cut_is_fetched_from_its_start() {
        hub.fault = once(WEIGHTS, exchange -> {
            hub.cut(exchange, WEIGHTS, 5000);
            hub.etag = "\"two\"";
        });

        Path folder = puller(options()).pull(REPOSITORY, SILENT);

        assertThat(hub.requestsFor(WEIGHTS).get(1).ifRange()).contains("\"one\"");
        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(hub.files.get(WEIGHTS));
    }

    @Test
    void a_wrong_checksum_installs_nothing() {
        hub.listing = json -> ((ObjectNode) sibling(json, WEIGHTS).get("lfs")).put("sha256", "00");

        ModelException failure = refusal(options());

        assertThat(failure.error()).isEqualTo(ModelError.DOWNLOAD_CORRUPT);
        assertThat(failure)
                .hasMessageMatching("org/small: model.safetensors has SHA-256 [0-9a-f]{64}; expected 00;"
                        + " nothing was installed; try again or use another mirror");
        assertThat(models.resolve("org--small")).doesNotExist();
    }

    @Test
    void a_wrong_git_hash_of_a_small_file_installs_nothing() {
        hub.listing = json -> sibling(json, "config.json").put("blobId", "00");

        assertThat(refusal(options()))
                .hasMessageMatching("org/small: config.json has git blob SHA-1 [0-9a-f]{40}; expected 00;.*");
    }

    @Test
    void more_bytes_than_announced_install_nothing() {
        hub.listing = json -> ((ObjectNode) sibling(json, WEIGHTS).get("lfs")).put("size", 100);

        assertThat(refusal(options()))
                .hasMessage("org/small: model.safetensors has more than the 100 bytes it should have; nothing was"
                        + " installed; try again or use another mirror");
    }

    @Test
    void fewer_bytes_than_announced_are_given_up_after_all_tries() {
        hub.listing = json -> ((ObjectNode) sibling(json, WEIGHTS).get("lfs")).put("size", 1_000_000);

        ModelException failure = refusal(options());

        assertThat(failure.error()).isEqualTo(ModelError.HUB_UNAVAILABLE);
        assertThat(waits).hasSize(3);
    }

    @Test
    void a_second_pull_at_the_same_time_is_refused() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        hub.fault = (exchange, path) -> {
            started.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return false;
        };
        Thread first = new Thread(() -> puller(options()).pull(REPOSITORY, SILENT));
        first.start();
        started.await();

        ModelException failure = refusal(options());
        goOn.countDown();
        first.join();

        assertThat(failure).hasMessage("org/small: is being pulled already; wait for that download");
        assertThat(models.resolve("org--small")).isDirectory();
    }

    @Test
    void a_broken_model_is_downloaded_but_never_seen() {
        byte[] broken = hub.files.get(WEIGHTS).clone();
        broken[0] ^= 0x55;
        hub.files.put(WEIGHTS, broken);

        assertThat(refusal(options()).error()).isIn(ModelError.FILE_MALFORMED, ModelError.FILE_TRUNCATED);
        assertThat(models.resolve("org--small")).doesNotExist();
    }

    @Test
    void a_cancelled_download_leaves_no_model() {
        PullListener cancelling = new PullListener() {
            @Override
            public void progressed(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };

        ModelException failure = catchThrowableOfType(
                ModelException.class, () -> puller(options()).pull(REPOSITORY, cancelling));

        assertThat(failure.error()).isEqualTo(ModelError.CANCELLED);
        assertThat(models.resolve("org--small")).doesNotExist();
    }

    @Test
    void a_stalled_connection_counts_as_cut() {
        CountDownLatch never = new CountDownLatch(1);
        hub.fault = once(WEIGHTS, exchange -> {
            hub.cut(exchange, WEIGHTS, 5000);
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        Path folder = puller(options().withIdleTimeout(Duration.ofMillis(500))).pull(REPOSITORY, SILENT);

        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(hub.files.get(WEIGHTS));
    }

    @Test
    void shards_are_those_that_the_index_names() {
        hub.files.put("part.safetensors", hub.files.remove(WEIGHTS));
        StringBuilder map = new StringBuilder();
        new SmallModel().weights.tensors().keySet().forEach(name -> map.append(map.isEmpty() ? "" : ",")
                .append("\"%s\":\"part.safetensors\"".formatted(name)));
        hub.files.put(
                "model.safetensors.index.json", ("{\"weight_map\":{" + map + "}}").getBytes(StandardCharsets.UTF_8));
        hub.files.put("other.safetensors", new byte[5]);

        Path folder = puller(options()).pull(REPOSITORY, SILENT);

        ModelFolder.open(folder).close();
        assertThat(hub.requestsFor("other.safetensors")).isEmpty();
    }
}
