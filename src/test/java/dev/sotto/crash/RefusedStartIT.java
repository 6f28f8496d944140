package dev.sotto.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sotto serve} as people type it, on a data folder that it must not touch: one sentence, exit code 78, no change. */
@Tag("heavy")
@Timeout(120)
class RefusedStartIT {
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final int SETTINGS_CANNOT_BE_USED = 78;
    private static final int PAGE_BYTES = 4096;
    private static final int DAMAGED_BYTES = 64;

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void fill_a_store_with_a_job_and_stop_its_server() throws Exception {
        data = folder.resolve("data");
        Path recording = Files.writeString(folder.resolve("a.wav"), "a recording");
        try (ServerProcess server = ServerProcess.startScripted(data, Map.of(), List.of())) {
            JobClient client = new JobClient(HttpClient.newHttpClient(), server.address());
            client.awaitEnd(client.submit(new Kind("a", recording, Map.of("model", "whisper-1")), "a"));
            server.stop();
        }
    }

    @Test
    void store_with_damaged_pages_is_refused_and_left_as_it_is() throws Exception {
        byte[] bytes = Files.readAllBytes(StoredJobs.file(data));
        Random random = new Random(5);
        for (int page = 2; page < bytes.length / PAGE_BYTES; page++) {
            for (int i = 0; i < DAMAGED_BYTES; i++) {
                bytes[page * PAGE_BYTES + random.nextInt(200)] = (byte) random.nextInt();
            }
        }
        Files.write(StoredJobs.file(data), bytes);
        assertRefused("sotto.db is damaged");
    }

    @Test
    void store_of_a_newer_version_is_refused_and_left_as_it_is() throws Exception {
        try (Connection store = StoredJobs.open(data)) {
            StoredJobs.run(store, "INSERT INTO schema_version VALUES (99, '0099-future', 'x', 0)");
        }
        assertRefused("version 99");
    }

    @Test
    void second_server_on_one_folder_is_told_who_has_it_and_the_first_goes_on() throws Exception {
        try (ServerProcess first = ServerProcess.startScripted(data, Map.of(), List.of())) {
            JobClient client = new JobClient(HttpClient.newHttpClient(), first.address());
            assertRefused("in use by process " + first.pid());
            assertThat(client.all()).hasSize(1);
        }
    }

    private void assertRefused(String reason) throws Exception {
        byte[] before = Files.readAllBytes(StoredJobs.file(data));
        Path err = folder.resolve("err.txt");
        Process process = ServerProcess.program(HOME, data, "serve", "--port", "0")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            String said = Files.readString(err, UTF_8);
            assertThat(process.exitValue()).as(said).isEqualTo(SETTINGS_CANNOT_BE_USED);
            assertThat(said)
                    .startsWith("sotto: ")
                    .contains(reason)
                    .hasLineCount(1)
                    .doesNotContain("Exception", "\tat ");
            assertThat(Files.readAllBytes(StoredJobs.file(data))).isEqualTo(before);
        } finally {
            process.destroyForcibly();
        }
    }
}
