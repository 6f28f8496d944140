package dev.sotto.api.sotto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.fault.FaultCode;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs over real HTTP with the real store, and a worker that does what the test says. */
@Tag("heavy")
@Timeout(60)
class JobsIT {
    @TempDir
    Path home;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(
                home,
                Map.of(
                        "SOTTO_TRANSCRIPTION_INTERACTIVE_RUNNING_MAX", "1",
                        "SOTTO_JOBS_RETRY_WAIT", "1ms",
                        "SOTTO_HTTP_UPLOAD_CONCURRENT_MAX", "100",
                        "SOTTO_HTTP_SHUTDOWN_GRACE", "100ms"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_job_is_accepted_followed_and_fetched() {
        HttpResponse<String> accepted = server.post("/v1/jobs", form());
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String id = json(accepted).getString("id");
        assertThat(accepted.headers().firstValue("location")).hasValue("/v1/jobs/" + id);
        assertThat(accepted.headers().firstValue("idempotent-replayed")).hasValue("false");

        List<JsonObject> events = JobEventsReader.readAll(server, id);
        JsonObject last = events.get(events.size() - 1);
        assertThat(last.getString("event")).isEqualTo("state");
        assertThat(last.getJsonObject("data").getString("status")).isEqualTo("succeeded");

        JsonObject job = json(server.get("/v1/jobs/" + id));
        assertThat(job.getString("status")).isEqualTo("succeeded");
        assertThat(server.get("/v1/jobs/" + id).body())
                .containsPattern("\"created_at\":\\d{10}\\.\\d{3},")
                .containsPattern("\"ended_at\":\\d{10}\\.\\d{3},");
        assertThat(job.getInteger("attempt")).isEqualTo(1);
        assertThat(job.getString("result_url")).isEqualTo("/v1/jobs/" + id + "/result");
        assertThat(server.get("/v1/jobs/" + id + "/result").body())
                .contains("\"text\":\"And so, my fellow listeners, ask not.\"");
        Eventually.get(server::blobs, List::isEmpty); // the recording goes with the end
        assertThat(server.uploads()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void the_result_comes_in_every_format(TranscriptFormat format) throws Exception {
        String id = submit(format.needsSpeakers() ? form().field("diarize", "true") : form());
        JobEventsReader.readAll(server, id);
        HttpResponse<String> result = server.get("/v1/jobs/" + id + "/result?response_format=" + format.wireName());
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.headers().firstValue("content-type")).hasValue(format.contentType());
        Transcript transcript = ScriptedTranscriber.transcript(server.transcriber.requests.take());
        byte[] document = format.encode(transcript, DocumentOptions.DEFAULTS);
        assertThat(result.body()).isEqualTo(new String(document, StandardCharsets.UTF_8));
        HttpResponse<String> exported = server.get("/v1/jobs/" + id + "/transcript?format=" + format.wireName());
        assertThat(exported.body()).isEqualTo(result.body());
    }

    @ParameterizedTest
    @EnumSource(names = {"RTTM", "DIARIZED_JSON"})
    void a_result_without_speakers_cannot_be_had_as_speakers(TranscriptFormat format) throws Exception {
        String id = submit(form());
        JobEventsReader.readAll(server, id);
        HttpResponse<String> result = server.get("/v1/jobs/" + id + "/result?response_format=" + format.wireName());
        assertThat(result.statusCode()).isEqualTo(400);
        assertThat(result.body()).contains("this job was made without diarize");
    }

    @Test
    void one_idempotency_key_is_one_job_and_other_content_is_refused() {
        HttpResponse<String> first = post(form(), "key-1");
        HttpResponse<String> again = post(form(), "key-1");
        HttpResponse<String> other = post(form().field("language", "en"), "key-1");
        assertThat(json(again).getString("id")).isEqualTo(json(first).getString("id"));
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.headers().firstValue("idempotent-replayed")).hasValue("true");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body())
                .contains("idempotency_key_reused")
                .contains(json(first).getString("id"));
        assertThat(json(server.get("/v1/jobs")).getJsonArray("data")).hasSize(1);
    }

    @Test
    void fifty_posts_at_once_with_one_idempotency_key_are_one_job() throws Exception {
        Promise<TranscriptionReply> held = hold();
        HttpRequest request = form().request(server.uri("/v1/jobs"))
                .header("Idempotency-Key", "key-50")
                .build();
        List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add(server.client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }
        List<String> ids = new ArrayList<>();
        List<String> replayed = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> one : sent) {
            HttpResponse<String> answer = one.get(30, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            ids.add(json(answer).getString("id"));
            replayed.add(answer.headers().firstValue("idempotent-replayed").orElseThrow());
        }
        assertThat(ids).hasSize(50).containsOnly(ids.get(0));
        assertThat(replayed).containsOnly("true", "false").containsOnlyOnce("false");
        assertThat(server.blobs()).hasSize(1);
        assertThat(server.uploads()).isEmpty();
        TranscriptionRequest work = server.transcriber.requests.take();
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(work)));
        JobEventsReader.readAll(server, ids.get(0));
        assertThat(server.transcriber.requests).as("one request in all").isEmpty();
    }

    @Test
    void identical_work_under_way_stands_for_a_job_that_says_it_may() throws Exception {
        Promise<TranscriptionReply> held = hold();
        String first = submit(form().field("coalesce", "true"));
        String joined = submit(form().field("coalesce", "true"));
        String apart = submit(form());
        assertThat(joined).isEqualTo(first).isNotEqualTo(apart);
        TranscriptionRequest request = server.transcriber.requests.take();
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        JobEventsReader.readAll(server, apart);
    }

    @Test
    void a_waiting_job_tells_its_place_and_ends_at_once_when_cancelled() throws Exception {
        Promise<TranscriptionReply> held = hold();
        String running = submit(form());
        server.transcriber.requests.take();
        String second = submit(form());
        String third = submit(form());
        JsonObject progress = json(server.get("/v1/jobs/" + third)).getJsonObject("progress");
        assertThat(progress.getInteger("queue_position")).isEqualTo(1);
        assertThat(json(change("POST", "/v1/jobs/" + third + "/cancel")).getString("status"))
                .isEqualTo("cancelled");
        assertThat(server.get("/v1/jobs/" + third + "/result").statusCode()).isEqualTo(409);
        assertThat(change("POST", "/v1/jobs/" + third + "/cancel").statusCode()).isEqualTo(409);
        assertThat(change("DELETE", "/v1/jobs/" + running).statusCode()).isEqualTo(409);
        held.complete(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "not audio"));
        JobEventsReader.readAll(server, second);
        assertThat(server.blobs()).hasSize(1); // of the failed one, which may be retried
    }

    @Test
    void a_running_job_stops_when_cancelled_and_has_no_result() throws Exception {
        Promise<TranscriptionReply> held = hold();
        String id = submit(form());
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(json(change("POST", "/v1/jobs/" + id + "/cancel")).getBoolean("cancel_requested"))
                .isTrue();
        while (!request.cancellation().isRequested()) {
            Thread.onSpinWait();
        }
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        List<JsonObject> events = JobEventsReader.readAll(server, id);
        assertThat(events.get(events.size() - 1).getJsonObject("data").getString("status"))
                .isEqualTo("cancelled");
        assertThat(server.get("/v1/jobs/" + id + "/result").statusCode()).isEqualTo(409);
    }

    @Test
    void a_failed_job_says_why_and_runs_again_when_asked() throws Exception {
        var plain = server.transcriber.script;
        server.transcriber.script = request ->
                Future.succeededFuture(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "this is no audio"));
        String id = submit(form());
        JobEventsReader.readAll(server, id);
        JsonObject failed = json(server.get("/v1/jobs/" + id));
        assertThat(failed.getString("status")).isEqualTo("failed");
        assertThat(failed.getJsonObject("error").getString("code")).isEqualTo("invalid_media");
        assertThat(server.get("/v1/jobs/" + id + "/result").body()).contains("this is no audio");
        server.transcriber.script = plain;
        assertThat(change("POST", "/v1/jobs/" + id + "/retry").statusCode()).isEqualTo(200);
        JobEventsReader.readAll(server, id);
        assertThat(json(server.get("/v1/jobs/" + id)).getString("status")).isEqualTo("succeeded");
        assertThat(change("DELETE", "/v1/jobs/" + id).statusCode()).isEqualTo(200);
        assertThat(server.get("/v1/jobs/" + id).statusCode()).isEqualTo(404);
        Eventually.get(server::blobs, List::isEmpty);
    }

    @Test
    void a_passing_fault_is_tried_again_and_the_third_is_the_last() {
        server.transcriber.script = request -> Future.failedFuture("boom");
        String id = submit(form());
        JobEventsReader.readAll(server, id);
        JsonObject dead = json(server.get("/v1/jobs/" + id));
        assertThat(dead.getString("status")).isEqualTo("dead");
        assertThat(server.transcriber.requests).hasSize(3);
    }

    @Test
    void pages_list_the_newest_first() {
        List<String> ids = List.of(submit(form()), submit(form()), submit(form()));
        JsonObject first = json(server.get("/v1/jobs?limit=2"));
        assertThat(ids(first)).containsExactly(ids.get(2), ids.get(1));
        assertThat(first.getBoolean("has_more")).isTrue();
        JsonObject second = json(server.get("/v1/jobs?limit=2&after=" + first.getString("last_id")));
        assertThat(ids(second)).containsExactly(ids.get(0));
        assertThat(second.getBoolean("has_more")).isFalse();
        assertThat(server.get("/v1/jobs?status=lost").statusCode()).isEqualTo(400);
        assertThat(server.get("/v1/jobs/job_nothing").statusCode()).isEqualTo(404);
        assertThat(server.get("/v1/jobs/no%20id").statusCode()).isEqualTo(404);
    }

    @Test
    void a_job_with_a_start_time_waits_and_an_expired_one_fails() throws Exception {
        Promise<TranscriptionReply> held = hold();
        submit(form());
        server.transcriber.requests.take();
        String late = submit(form().field("start_after_seconds", "3600"));
        assertThat(json(server.get("/v1/jobs/" + late)).getDouble("scheduled_at"))
                .isGreaterThan(json(server.get("/v1/jobs/" + late)).getDouble("created_at") + 3599);
        String expired = submit(form().field("expire_after_seconds", "0"));
        List<JsonObject> events = JobEventsReader.readAll(server, expired);
        JsonObject end = events.get(events.size() - 1).getJsonObject("data");
        assertThat(end.getJsonObject("error").getString("code")).isEqualTo("expired");
        held.tryComplete(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "-"));
    }

    @Test
    void a_caller_who_leaves_leaves_a_job_that_ends() throws Exception {
        Promise<TranscriptionReply> held = hold();
        var answer = server.client.sendAsync(
                form().request(server.uri("/v1/audio/transcriptions")).build(), HttpResponse.BodyHandlers.ofString());
        TranscriptionRequest request = server.transcriber.requests.take();
        answer.cancel(true);
        String id = json(server.get("/v1/jobs?limit=1"))
                .getJsonArray("data")
                .getJsonObject(0)
                .getString("id");
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        JobEventsReader.readAll(server, id);
        assertThat(server.get("/v1/jobs/" + id + "/result").body()).contains("fellow listeners");
    }

    @Test
    void a_caller_who_asked_for_it_takes_the_job_along() throws Exception {
        Promise<TranscriptionReply> held = hold();
        var answer = server.client.sendAsync(
                form().field("cancel_on_disconnect", "true")
                        .request(server.uri("/v1/audio/transcriptions"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        TranscriptionRequest request = server.transcriber.requests.take();
        answer.cancel(true);
        while (!request.cancellation().isRequested()) {
            Thread.onSpinWait();
        }
        held.complete(new TranscriptionReply.Failed(FaultCode.CANCELLED, "-"));
    }

    @Test
    void a_transcription_is_a_job_with_an_id_and_one_key_is_one_transcription() {
        HttpResponse<String> answer = server.send(
                form().request(server.uri("/v1/audio/transcriptions")).header("Idempotency-Key", "k"));
        HttpResponse<String> again = server.send(
                form().request(server.uri("/v1/audio/transcriptions")).header("Idempotency-Key", "k"));
        assertThat(answer.statusCode()).isEqualTo(200);
        String id = answer.headers().firstValue("x-sotto-job-id").orElseThrow();
        assertThat(json(server.get("/v1/jobs/" + id)).getString("status")).isEqualTo("succeeded");
        assertThat(again.body()).isEqualTo(answer.body());
        assertThat(again.headers().firstValue("x-sotto-job-id")).hasValue(id);
        assertThat(server.transcriber.requests).hasSize(1);
    }

    @Test
    void waiting_jobs_outlive_the_server() throws Exception {
        hold();
        String first = submit(form());
        TranscriptionRequest request = server.transcriber.requests.take();
        String second = submit(form());
        assertThat(request.cancellation().isRequested()).isFalse();
        // The worker does not obey: its lease is taken back without it.
        server.close();
        server = TestServer.start(home, Map.of());
        JobEventsReader.readAll(server, first);
        JobEventsReader.readAll(server, second);
        JsonObject job = json(server.get("/v1/jobs/" + first));
        assertThat(job.getString("status")).isEqualTo("succeeded");
        assertThat(job.getInteger("attempt")).as("a shutdown is no attempt").isEqualTo(1);
    }

    @Test
    void finished_windows_are_shown_kept_and_handed_to_the_next_attempt() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        Segment heard = new Segment(0, 0, 0, 29, " First window.", List.of(1), 0, -0.2, 1, 0, List.of());
        server.transcriber.script = request -> {
            request.listener().progress(0, 60);
            request.listener().segment(heard);
            request.listener().progress(30, 60);
            request.listener().finished(new ResumePoint.Batched("en", 1));
            told.countDown();
            return server.transcriber.untilStopped(request);
        };
        String id = submit(form());
        server.transcriber.requests.take();
        told.await();
        JsonObject job = json(server.get("/v1/jobs/" + id));
        assertThat(job.getJsonObject("progress").getDouble("fraction")).isEqualTo(0.5);
        assertThat(job.getJsonObject("progress").getDouble("estimated_seconds")).isNotNegative();
        assertThat(job.getJsonArray("segments").getJsonObject(0).getString("text"))
                .isEqualTo(" First window.");
        server.close();

        server = TestServer.start(home, Map.of());
        JobEventsReader.readAll(server, id);
        TranscriptionRequest again = server.transcriber.requests.take();
        assertThat(again.finished()).hasValue(new PartialTranscript(new ResumePoint.Batched("en", 1), List.of(heard)));
    }

    /** The worker keeps its first request until the promise is kept; the others are answered plainly. */
    private Promise<TranscriptionReply> hold() {
        Promise<TranscriptionReply> held = Promise.promise();
        var plain = server.transcriber.script;
        server.transcriber.script = request -> {
            server.transcriber.script = plain;
            return held.future();
        };
        return held;
    }

    private String submit(MultipartBody body) {
        HttpResponse<String> accepted = server.post("/v1/jobs", body);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return json(accepted).getString("id");
    }

    private HttpResponse<String> post(MultipartBody body, String key) {
        return server.send(body.request(server.uri("/v1/jobs")).header("Idempotency-Key", key));
    }

    private HttpResponse<String> change(String method, String path) {
        return server.send(
                HttpRequest.newBuilder(server.uri(path)).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("data").stream()
                .map(job -> ((JsonObject) job).getString("id"))
                .toList();
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private static MultipartBody form() {
        return new MultipartBody().field("model", "whisper-1").file(new byte[] {1, 2, 3});
    }
}
