package dev.sotto.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Recordings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sotto backup} beside a server that works, and a server on what it made: as the manual says it. */
@Tag("inference")
class BackupIT {
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final int TALK_SECONDS = 65;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Ledger ledger = new Ledger();
    private Path data;
    private Path backup;

    @Test
    @Timeout(600)
    void server_on_a_backup_taken_meanwhile_ends_every_job_keeps_every_result_and_tells_every_webhook()
            throws Exception {
        Recordings.decode(Recordings.SAMPLE).close(); // skips here, visibly, without ffmpeg
        data = folder.resolve("data");
        backup = folder.resolve("backups/monday");
        List<Kind> kinds = Kind.all(HOME, TALK_SECONDS, folder.resolve("recordings"));
        try (WebhookReceiver receiver = new WebhookReceiver(10, 20261128)) {
            Map<String, String> settings = new HashMap<>();
            settings.putAll(receiver.settings());
            JsonObject finished = workAndBackUp(kinds, receiver, settings);
            restore();
            receiver.behave();
            try (ServerProcess server = ServerProcess.start(HOME, data, settings)) {
                checkRestored(new JobClient(http, server.address()), kinds, receiver, finished);
            }
        }
    }

    /** The result of the job that had ended before the backup, with its webhook on its way. */
    private JsonObject workAndBackUp(List<Kind> kinds, WebhookReceiver receiver, Map<String, String> settings)
            throws Exception {
        try (ServerProcess server = ServerProcess.start(HOME, data, settings)) {
            URI address = server.address();
            JobClient client = new JobClient(http, address);
            CrashClients clients =
                    new CrashClients(http, new AtomicReference<>(Optional.of(address)), ledger, receiver);
            Ledger.Job ended = clients.submitted("ended", kinds.get(0), true);
            client.awaitEnd(ended.id());
            JsonObject finished = client.result(ended.id());
            Ledger.Job running = clients.submitted("running", Kind.named(Kind.SEQUENTIAL, kinds), true);
            for (Kind kind : kinds) {
                clients.submitted("waiting-" + kind.name(), kind, true);
            }
            StoredCheckpoints.await(data, running.id());
            assertThat(backUp()).startsWith("0 " + backup + "\n");
            assertThat(backUp()).startsWith("2 ").contains("exists already");
            server.kill();
            return finished;
        }
    }

    /** Exit code and all that was said. */
    private String backUp() throws IOException, InterruptedException {
        Process process = ServerProcess.program(HOME, data, "backup", backup.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }

    /** The commands of the manual. */
    private void restore() throws IOException, InterruptedException {
        String commands = "mkdir old && mv store blobs webhook.key old/ && cp -a '%s'/* .".formatted(backup);
        Process shell = new ProcessBuilder("sh", "-c", commands)
                .directory(data.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
    }

    private void checkRestored(JobClient server, List<Kind> kinds, WebhookReceiver receiver, JsonObject finished)
            throws IOException, InterruptedException {
        for (Ledger.Job job : ledger.jobs()) {
            server.awaitEnd(job.id());
        }
        Map<String, String> golden = new HashMap<>();
        for (Kind kind : kinds) {
            String id = server.submit(kind, "again-" + kind.name());
            server.awaitEnd(id);
            golden.put(kind.name(), CrashCount.reading(server.result(id)));
        }
        for (Ledger.Job job : ledger.jobs()) {
            assertThat(CrashCount.reading(server.result(job.id())))
                    .isEqualTo(golden.get(job.kind().name()));
        }
        assertThat(server.all()).hasSize(ledger.jobs().size() + kinds.size());
        assertThat(CrashCount.resumed(data))
                .as("jobs that went on behind windows of the backup")
                .contains(ledger.webhooks().get("running-with").job().id());
        CrashCount count = new CrashCount(ledger, golden);
        int pending = count.awaitEvents(receiver, server);
        CrashReport.Events events = count.events(receiver.receipts(), pending);
        assertThat(events.delivered()).isEqualTo(events.owed()).isEqualTo(kinds.size() + 2);
        assertThat(events)
                .extracting("pending", "wrongBody", "badSignature", "changedBody")
                .containsOnly(0);
        assertThat(finished)
                .isEqualTo(
                        server.result(ledger.webhooks().get("ended-with").job().id()));
    }
}
