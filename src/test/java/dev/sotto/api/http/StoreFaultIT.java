package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.CrowdedStore;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose disk or store does not do what it should. */
@Tag("heavy")
@Timeout(60)
class StoreFaultIT {
    @TempDir
    Path home;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_TRANSCRIPTION_INTERACTIVE_RUNNING_MAX", "1"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_locked_store_answers_503_in_time_while_all_else_goes_on_and_recovers() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/store/sotto.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            CompletableFuture<HttpResponse<String>> refused = server.client.sendAsync(
                    form().request(server.uri("/v1/jobs")).build(), HttpResponse.BodyHandlers.ofString());
            long slowest = 0;
            while (!refused.isDone()) {
                long before = System.nanoTime();
                assertThat(server.get("/health").statusCode()).isEqualTo(200);
                slowest = Math.max(slowest, System.nanoTime() - before);
            }
            assertThat(refused.join().statusCode()).as(refused.join().body()).isEqualTo(503);
            assertThat(refused.join().headers().firstValue("retry-after")).hasValue("5");
            assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(1));
            statement.execute("ROLLBACK");
        }
        assertThat(new JsonObject(server.get("/v1/jobs").body()).getJsonArray("data"))
                .isEmpty();
        assertThat(server.post("/v1/jobs", form()).statusCode()).isEqualTo(202);
    }

    @Test
    void a_server_whose_store_is_deleted_takes_no_job_and_says_why() throws Exception {
        Files.delete(home.resolve("data/store/sotto.db"));
        HttpResponse<String> refused = server.post("/v1/jobs", form());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("job store was moved or deleted");
        HttpResponse<String> health = server.get("/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(health.body()).getString("status")).isEqualTo("unavailable");
    }

    @Test
    void a_recording_that_cannot_be_kept_is_refused_and_leaves_nothing() throws Exception {
        Path blobs = home.resolve("data/blobs");
        Files.delete(blobs);
        HttpResponse<String> refused = server.post("/v1/jobs", form());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).doesNotContain(home.toString());
        assertThat(server.uploads()).isEmpty();
        assertThat(new JsonObject(server.get("/v1/jobs").body()).getJsonArray("data"))
                .isEmpty();
        Files.createDirectory(blobs);
        assertThat(server.post("/v1/jobs", form()).statusCode()).isEqualTo(202);
    }

    @Test
    void a_recording_that_changed_on_disk_is_never_transcribed() throws Exception {
        Promise<TranscriptionReply> held = Promise.promise();
        server.transcriber.script = request -> held.future();
        server.post("/v1/jobs", form());
        var running = server.transcriber.requests.take();
        String id = new JsonObject(server.post("/v1/jobs", form()).body()).getString("id");
        for (Path blob : server.blobs()) {
            if (!blob.equals(ScriptedTranscriber.file(running))) {
                Files.write(blob, new byte[] {9});
            }
        }
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(running)));
        JobEventsReader.readAll(server, id);
        JsonObject job = new JsonObject(server.get("/v1/jobs/" + id).body());
        assertThat(job.getString("status")).isEqualTo("failed");
        assertThat(job.getJsonObject("error").getString("code")).isEqualTo("audio_lost");
        assertThat(server.transcriber.requests).isEmpty();
    }

    @Test
    void a_caller_whose_job_is_cancelled_is_told_though_its_recording_cannot_be_deleted() throws Exception {
        Promise<TranscriptionReply> held = Promise.promise();
        server.transcriber.script = request -> held.future();
        server.post("/v1/jobs", form());
        TranscriptionRequest running = server.transcriber.requests.take();
        CompletableFuture<HttpResponse<String>> waiting = server.client.sendAsync(
                form().request(server.uri("/v1/audio/transcriptions")).build(), HttpResponse.BodyHandlers.ofString());
        String id = Eventually.get(this::waitingJobs, jobs -> !jobs.isEmpty()).get(0);
        for (Path blob : server.blobs()) {
            if (!blob.equals(ScriptedTranscriber.file(running))) {
                Files.delete(blob);
                Files.createDirectories(blob.resolve("not")); // what lies here cannot be deleted as a file
            }
        }
        HttpResponse<String> cancelled = server.send(HttpRequest.newBuilder(server.uri("/v1/jobs/" + id + "/cancel"))
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(cancelled.statusCode()).as(cancelled.body()).isEqualTo(200);
        assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isNotEqualTo(200);
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(running)));
    }

    @Test
    void a_caller_who_waited_gets_his_transcript_however_many_ask_the_store() throws Exception {
        Promise<TranscriptionReply> held = Promise.promise();
        server.transcriber.script = request -> held.future();
        CompletableFuture<HttpResponse<String>> waiting = transcribe(form());
        TranscriptionRequest running = server.transcriber.requests.take();
        CrowdedStore crowd = new CrowdedStore(server.transcriber.vertx.get());
        try {
            held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(running)));
            HttpResponse<String> answer = waiting.get(20, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } finally {
            crowd.close();
        }
    }

    @Test
    void a_caller_who_leaves_takes_his_job_along_however_many_ask_the_store() throws Exception {
        Promise<TranscriptionReply> held = Promise.promise();
        server.transcriber.script = request -> held.future();
        CompletableFuture<HttpResponse<String>> waiting = transcribe(form().field("cancel_on_disconnect", "true"));
        TranscriptionRequest running = server.transcriber.requests.take();
        CrowdedStore crowd = new CrowdedStore(server.transcriber.vertx.get());
        try {
            waiting.cancel(true);
            assertThat(Eventually.get(() -> running.cancellation().isRequested(), isAsked -> isAsked))
                    .isTrue();
        } finally {
            crowd.close();
            held.complete(new TranscriptionReply.Failed(FaultCode.CANCELLED, "-"));
        }
    }

    private CompletableFuture<HttpResponse<String>> transcribe(MultipartBody form) {
        return server.client.sendAsync(
                form.request(server.uri("/v1/audio/transcriptions")).build(), HttpResponse.BodyHandlers.ofString());
    }

    private List<String> waitingJobs() {
        return new JsonObject(server.get("/v1/jobs?status=queued").body())
                .getJsonArray("data").stream()
                        .map(job -> ((JsonObject) job).getString("id"))
                        .toList();
    }

    private static MultipartBody form() {
        return new MultipartBody().field("model", "whisper-1").file(new byte[] {1, 2, 3});
    }
}
