package dev.sotto.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.MultipartBody;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that die, or are told to, at the worst moment; with a {@link ScriptedServer}, so without a model. */
@Tag("heavy")
@Timeout(240)
class ProcessFaultIT {
    private static final Map<String, String> ONE_AT_A_TIME =
            Map.of("SOTTO_TRANSCRIPTION_INTERACTIVE_RUNNING_MAX", "1", "SOTTO_JOBS_RETRY_WAIT", "100ms");
    private static final int GRACE_SECONDS = 2;
    private static final int LEASE_SECONDS = 1;
    private static final int TERMINATED = 128 + 15;
    private static final int OUT_OF_MEMORY = 3;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void job_that_kills_its_server_is_dead_after_three_and_the_next_one_succeeds() throws Exception {
        checkGivenUp(ScriptedServer.HALTS, List.of("-Xmx256m"), ScriptedServer.HALTED);
    }

    @Test
    void job_that_takes_all_memory_ends_its_server_and_is_dead_after_three() throws Exception {
        checkGivenUp(ScriptedServer.TAKES_ALL_MEMORY, List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"), OUT_OF_MEMORY);
    }

    private void checkGivenUp(char poison, List<String> flags, int exitCode) throws Exception {
        String blocking;
        String healthy;
        String poisoned;
        try (ServerProcess server = ServerProcess.startScripted(data(), ONE_AT_A_TIME, flags)) {
            JobClient client = new JobClient(http, server.address());
            blocking = client.submit(kind(ScriptedServer.WORKS), "blocking");
            client.awaitStatus(blocking, "running");
            healthy = client.submit(kind('a'), "healthy");
            poisoned = client.submit(kind(poison).with(Map.of("priority", "0")), "poisoned");
            CompletableFuture<HttpResponse<Void>> cancelled = client.cancel(blocking);
            assertThat(server.awaitEnd()).isEqualTo(exitCode);
            cancelled.cancel(true);
        }
        for (int again = 0; again < 2; again++) {
            try (ServerProcess server = ServerProcess.startScripted(data(), ONE_AT_A_TIME, flags)) {
                assertThat(server.awaitEnd()).isEqualTo(exitCode);
            }
        }
        try (ServerProcess server = ServerProcess.startScripted(data(), ONE_AT_A_TIME, flags)) {
            JobClient client = new JobClient(http, server.address());
            client.awaitEnd(poisoned);
            client.awaitEnd(healthy);
            JsonObject dead = client.job(poisoned);
            assertThat(dead.getString("status")).isEqualTo("dead");
            assertThat(dead.getJsonObject("error").getString("code")).isEqualTo("worker_lost");
            assertThat(client.job(healthy).getString("status")).isEqualTo("succeeded");
            assertThat(client.job(blocking).getString("status")).isEqualTo("cancelled");
        }
    }

    @Test
    void job_beside_one_that_kills_their_server_runs_alone_and_is_not_given_up_for_it() throws Exception {
        Map<String, String> two = Map.of("SOTTO_TRANSCRIPTION_INTERACTIVE_RUNNING_MAX", "2");
        List<String> flags = List.of("-Xmx256m");
        String neighbour;
        String poisoned;
        try (ServerProcess server = ServerProcess.startScripted(data(), two, flags)) {
            JobClient client = new JobClient(http, server.address());
            neighbour = client.submit(kind(ScriptedServer.WORKS), "neighbour");
            client.awaitStatus(neighbour, "running");
            poisoned = client.submit(kind(ScriptedServer.HALTS), "poisoned");
            assertThat(server.awaitEnd()).isEqualTo(ScriptedServer.HALTED);
        }
        try (ServerProcess server = ServerProcess.startScripted(data(), two, flags)) {
            assertThat(server.awaitEnd()).isEqualTo(ScriptedServer.HALTED);
        }
        try (ServerProcess server = ServerProcess.startScripted(data(), two, flags)) {
            JobClient client = new JobClient(http, server.address());
            client.awaitStatus(neighbour, "running");
            assertThat(client.job(poisoned).getString("status")).isEqualTo("queued");
            CompletableFuture<HttpResponse<Void>> cancelled = client.cancel(neighbour);
            assertThat(server.awaitEnd()).isEqualTo(ScriptedServer.HALTED);
            cancelled.cancel(true);
        }
        try (ServerProcess server = ServerProcess.startScripted(data(), two, flags)) {
            JobClient client = new JobClient(http, server.address());
            assertThat(client.job(poisoned).getString("status")).isEqualTo("dead");
            assertThat(client.job(neighbour).getString("status")).isEqualTo("cancelled");
        }
    }

    @Test
    void server_told_to_stop_ends_in_time_tells_its_callers_and_counts_no_attempt() throws Exception {
        Map<String, String> settings = Map.of(
                "SOTTO_TRANSCRIPTION_INTERACTIVE_RUNNING_MAX", "2", "SOTTO_HTTP_SHUTDOWN_GRACE", GRACE_SECONDS + "s");
        String running;
        String waiting;
        String told;
        try (ServerProcess server = ServerProcess.startScripted(data(), settings, List.of())) {
            JobClient client = new JobClient(http, server.address());
            running = client.submit(kind(ScriptedServer.WORKS), "running");
            client.awaitStatus(running, "running");
            CompletableFuture<HttpResponse<String>> caller = http.sendAsync(
                    JobClient.upload(client.address().resolve("/v1/audio/transcriptions"), kind(ScriptedServer.WORKS))
                            .build(),
                    BodyHandlers.ofString());
            awaitRunning(client, 2);
            waiting = client.submit(kind(ScriptedServer.WORKS), "waiting");
            try (InputStream events = events(client.address(), running)) {
                assertThat(server.stop()).isLessThan((GRACE_SECONDS + 5) * 1000L);
                assertThat(server.awaitEnd()).isEqualTo(TERMINATED);
                assertThat(new String(events.readAllBytes(), UTF_8))
                        .contains("running")
                        .doesNotContain("succeeded");
            }
            HttpResponse<String> answer = caller.join();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            told = answer.headers().firstValue("x-sotto-job-id").orElseThrow();
            assertThat(answer.body()).contains(told);
        }
        try (ServerProcess server = ServerProcess.startScripted(data(), settings, List.of())) {
            JobClient client = new JobClient(http, server.address());
            awaitRunning(client, 2);
            assertThat(client.all())
                    .extracting(job -> job.getString("id"))
                    .containsExactlyInAnyOrder(running, waiting, told);
            assertThat(client.all())
                    .extracting(job -> job.getString("status") + " " + job.getInteger("attempt"))
                    .containsExactlyInAnyOrder("running 1", "running 1", "queued 0");
        }
    }

    @Test
    void server_that_stood_still_for_longer_than_its_leases_has_lost_none_of_its_jobs() throws Exception {
        Map<String, String> settings =
                Map.of("SOTTO_JOBS_LEASE", LEASE_SECONDS + "s", "SOTTO_TRANSCRIPTION_INTERACTIVE_RUNNING_MAX", "2");
        try (ServerProcess server = ServerProcess.startScripted(data(), settings, List.of())) {
            JobClient client = new JobClient(http, server.address());
            String job = client.submit(kind(ScriptedServer.WORKS), "suspended");
            client.awaitStatus(job, "running");
            for (int lid = 0; lid < 3; lid++) {
                Object begun = client.job(job).getValue("started_at");
                server.suspend();
                long start = System.nanoTime();
                Waiting.until("three leases long", () -> System.nanoTime() - start > 3_000_000_000L * LEASE_SECONDS);
                server.goOn();
                Waiting.until("begun anew", () -> !begun.equals(client.job(job).getValue("started_at")));
                client.awaitStatus(job, "running");
                assertThat(client.job(job).getInteger("attempt")).isEqualTo(1);
                assertThat(client.job(job).getValue("error")).isNull();
            }
            String other = client.submit(kind('a'), "other");
            client.awaitEnd(other);
            assertThat(client.job(other).getString("status")).isEqualTo("succeeded");
            client.cancel(job).join();
            client.awaitEnd(job);
            assertThat(client.job(job).getString("status")).isEqualTo("cancelled");
        }
    }

    @Test
    void server_killed_between_recording_and_row_leaves_neither() throws Exception {
        try (ServerProcess server = ServerProcess.startScripted(data(), Map.of(), List.of())) {
            killBeforeTheRow(server);
        }
        assertThat(recordings()).hasSize(1);
        try (ServerProcess server = ServerProcess.startScripted(data(), Map.of(), List.of())) {
            assertThat(new JobClient(http, server.address()).all()).isEmpty();
            assertThat(recordings()).isEmpty();
        }
    }

    /** Another program holds the store, so that the row waits. */
    private void killBeforeTheRow(ServerProcess server) throws Exception {
        URI jobs = server.address().resolve("/v1/jobs");
        try (Connection store = StoredJobs.open(data())) {
            StoredJobs.run(store, "BEGIN IMMEDIATE");
            CompletableFuture<HttpResponse<String>> answer =
                    http.sendAsync(JobClient.upload(jobs, kind('a')).build(), BodyHandlers.ofString());
            Waiting.until("one recording on disk", () -> recordings().size() == 1);
            server.kill();
            StoredJobs.run(store, "ROLLBACK");
            assertThat(answer).failsWithin(Duration.ofMinutes(1));
        }
    }

    @Test
    void server_killed_between_commit_and_answer_answers_the_same_key_with_the_same_job() throws Exception {
        String id;
        try (ServerProcess server = ServerProcess.startScripted(data(), Map.of(), List.of())) {
            URI address = server.address();
            try (Socket caller = new Socket(address.getHost(), address.getPort())) {
                caller.getOutputStream().write(rawUpload());
                id = StoredJobs.awaitOne(data());
                server.kill();
            }
        }
        try (ServerProcess server = ServerProcess.startScripted(data(), Map.of(), List.of())) {
            JobClient client = new JobClient(http, server.address());
            HttpResponse<String> answer = http.send(
                    JobClient.upload(client.address().resolve("/v1/jobs"), kind('a'))
                            .header("Idempotency-Key", "once")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("idempotent-replayed")).hasValue("true");
            assertThat(new JsonObject(answer.body()).getString("id")).isEqualTo(id);
            assertThat(client.all()).hasSize(1);
            client.awaitEnd(id);
            assertThat(client.job(id).getString("status")).isEqualTo("succeeded");
        }
    }

    /** The form that {@link JobClient#upload} sends, as bytes of a connection whose answer nobody reads. */
    private byte[] rawUpload() throws IOException {
        Kind kind = kind('a');
        MultipartBody form = new MultipartBody();
        kind.fields().forEach(form::field);
        byte[] body = form.file(Files.readAllBytes(kind.recording())).bytes();
        String head = "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: once\r\n"
                + "Content-Type: multipart/form-data; boundary=" + MultipartBody.BOUNDARY
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.getBytes(UTF_8));
        out.writeBytes(body);
        return out.toByteArray();
    }

    private List<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.list(data().resolve("blobs"))) {
            return files.toList();
        }
    }

    private InputStream events(URI address, String job) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/v1/jobs/" + job + "/events"))
                .build();
        return http.send(request, BodyHandlers.ofInputStream()).body();
    }

    private static void awaitRunning(JobClient client, int jobs) throws Exception {
        Waiting.until(
                "%d jobs running".formatted(jobs),
                () -> client.all().stream()
                                .filter(job -> job.getString("status").equals("running"))
                                .count()
                        == jobs);
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** A recording that begins with the byte. */
    private Kind kind(char first) throws IOException {
        Path recording = folder.resolve(first + ".wav");
        Files.writeString(recording, first + " and what else a recording holds");
        return new Kind(String.valueOf(first), recording, Map.of("model", "whisper-1"));
    }
}
