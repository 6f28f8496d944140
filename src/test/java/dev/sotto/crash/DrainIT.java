package dev.sotto.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sotto drain} as people type it, beside a {@link ScriptedServer}: two processes. */
@Tag("heavy")
@Timeout(180)
class DrainIT {
    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private int management;

    @BeforeEach
    void findPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            management = free.getLocalPort();
        }
    }

    @Test
    void server_that_is_drained_takes_no_job_ends_what_runs_and_goes_on_answering() throws Exception {
        String waiting;
        try (ServerProcess server = start("2s")) {
            JobClient client = new JobClient(http, server.address());
            String running = client.submit(kind(ScriptedServer.WORKS), "running");
            client.awaitStatus(running, "running");
            waiting = client.submit(kind('a'), "waiting");
            CompletableFuture<HttpResponse<String>> caller = http.sendAsync(
                    JobClient.upload(client.address().resolve("/v1/audio/transcriptions"), kind('b'))
                            .build(),
                    BodyHandlers.ofString());
            Waiting.until("three jobs", () -> client.all().size() == 3);

            Process drain = drain("60s");
            Waiting.until("not ready", () -> ask("/health/ready").statusCode() == 503);
            assertThat(ask("/health/ready").body()).contains("{\"id\":\"not-draining\",\"status\":\"down\"}");
            HttpResponse<String> refused = http.send(
                    JobClient.upload(client.address().resolve("/v1/jobs"), kind('a'))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("The server is being drained and takes no more jobs");
            assertThat(caller.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
            assertThat(client.job(running).getString("status")).isEqualTo("running");
            assertThat(ask("/drain").body()).isEqualTo("{\"state\":\"draining\",\"handed_back\":0}");

            client.cancel(running).join();
            assertThat(said(drain)).isEqualTo("sotto: drained; nothing runs, 0 jobs were handed back%n".formatted());
            assertThat(drain.exitValue()).isZero();
            assertThat(client.job(running).getString("status")).isEqualTo("cancelled");
            assertThat(client.job(waiting).getString("status")).isEqualTo("queued");
            assertThat(ask("/health/live").statusCode()).isEqualTo(200);
            server.stop();
        }
        try (ServerProcess server = start("2s")) {
            JobClient client = new JobClient(http, server.address());
            client.awaitEnd(waiting);
            assertThat(client.job(waiting).getString("status")).isEqualTo("succeeded");
        }
    }

    @Test
    void what_runs_at_the_limit_is_handed_back_without_a_counted_attempt() throws Exception {
        try (ServerProcess server = start("2s")) {
            JobClient client = new JobClient(http, server.address());
            String running = client.submit(kind(ScriptedServer.WORKS), "running");
            client.awaitStatus(running, "running");
            Process drain = drain("1s");
            assertThat(said(drain)).isEqualTo("sotto: drained; nothing runs, 1 jobs were handed back%n".formatted());
            assertThat(client.job(running).getString("status")).isEqualTo("queued");
            assertThat(client.job(running).getInteger("attempt")).isZero();
        }
    }

    @Test
    void server_told_to_stop_while_it_is_drained_stops_in_time_and_loses_nothing() throws Exception {
        String running;
        try (ServerProcess server = start("2s")) {
            JobClient client = new JobClient(http, server.address());
            running = client.submit(kind(ScriptedServer.WORKS), "running");
            client.awaitStatus(running, "running");
            Process drain = drain("10m");
            Waiting.until("draining", () -> ask("/drain").body().contains("\"draining\""));
            assertThat(server.stop()).isLessThan(15_000);
            said(drain);
            assertThat(drain.exitValue()).isIn(0, 1); // what was handed back may be told before the port closes
        }
        try (ServerProcess server = start("2s")) {
            JobClient client = new JobClient(http, server.address());
            client.awaitStatus(running, "running");
            assertThat(client.job(running).getInteger("attempt")).isEqualTo(1);
        }
    }

    private ServerProcess start(String grace) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "SOTTO_TRANSCRIPTION_INTERACTIVE_RUNNING_MAX",
                "1",
                "SOTTO_TRANSCRIPTION_RUNNING_MAX",
                "1",
                "SOTTO_HTTP_SHUTDOWN_GRACE",
                grace,
                "SOTTO_MANAGEMENT_PORT",
                String.valueOf(management)));
        return ServerProcess.startScripted(folder.resolve("data"), settings, List.of());
    }

    private Process drain(String limit) throws IOException {
        ProcessBuilder command = ServerProcess.program(folder, folder.resolve("data"), "drain", "--limit", limit);
        command.environment().put("SOTTO_MANAGEMENT_PORT", String.valueOf(management));
        return command.redirectErrorStream(true).start();
    }

    private static String said(Process drain) throws IOException, InterruptedException {
        String said = new String(drain.getInputStream().readAllBytes(), UTF_8);
        drain.waitFor();
        return said;
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(management, path));
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private Kind kind(char first) throws IOException {
        Path recording = folder.resolve("recording-" + first);
        Files.writeString(recording, first + "-sound");
        return new Kind("scripted", recording, Map.of("model", "whisper-1"));
    }
}
