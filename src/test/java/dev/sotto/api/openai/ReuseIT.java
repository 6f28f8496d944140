package dev.sotto.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that send the same again, as those do that lost patience. */
@Timeout(60)
@Tag("heavy")
class ReuseIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";

    @TempDir
    Path home;

    private TestServer server;
    private final Promise<TranscriptionReply> held = Promise.promise();

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(boolean reuses) throws Exception {
        server = TestServer.start(
                home, Map.of("SOTTO_JOBS_REUSE_RESULTS", String.valueOf(reuses), "SOTTO_HTTP_SHUTDOWN_GRACE", "100ms"));
    }

    private void startHolding() throws Exception {
        start(true);
        server.transcriber.script = request -> held.future();
    }

    private static MultipartBody form() {
        return new MultipartBody().field("model", "whisper-1").file(new byte[] {1, 2, 3});
    }

    private CompletableFuture<HttpResponse<String>> begin(MultipartBody form) {
        return server.client.sendAsync(
                form.request(server.uri(TRANSCRIPTIONS)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private TranscriptionRequest awaitRequest() throws InterruptedException {
        TranscriptionRequest request = server.transcriber.requests.poll(20, TimeUnit.SECONDS);
        assertThat(request).as("a recording is worked on").isNotNull();
        return request;
    }

    private static String job(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-sotto-job-id").orElseThrow();
    }

    private void awaitRecordings(int recordings) throws InterruptedException {
        Eventually.holds(() -> server.uploads().isEmpty() && server.blobs().size() == recordings);
    }

    @Test
    void callers_who_send_the_same_wait_for_one_work_and_a_kept_result_answers_at_once() throws Exception {
        startHolding();
        CompletableFuture<HttpResponse<String>> first = begin(form());
        TranscriptionRequest request = awaitRequest();
        CompletableFuture<HttpResponse<String>> second = begin(form());
        HttpResponse<String> third = server.post("/v1/jobs", form());
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        String id = job(first.get(20, TimeUnit.SECONDS));
        assertThat(job(second.get(20, TimeUnit.SECONDS))).isEqualTo(id);
        assertThat(new JsonObject(third.body()).getString("id")).isEqualTo(id);
        HttpResponse<String> later = server.post(TRANSCRIPTIONS, form());
        assertThat(job(later)).isEqualTo(id);
        assertThat(later.body()).isEqualTo(first.join().body());
        assertThat(later.headers().firstValue("idempotent-replayed")).hasValue("true");
        assertThat(server.transcriber.requests).as("worked on again").isEmpty();
        awaitRecordings(0);
    }

    @ParameterizedTest
    @CsvSource({"model, org/many", "language, en", "response_format, text", "reuse_results, false"})
    void other_work_and_work_that_refuses_it_is_done(String field, String value) throws Exception {
        start(true);
        String id = job(server.post(TRANSCRIPTIONS, form()));
        MultipartBody other = field.equals("model") ? new MultipartBody().file(new byte[] {1, 2, 3}) : form();
        assertThat(job(server.post(TRANSCRIPTIONS, other.field(field, value)))).isNotEqualTo(id);
    }

    @Test
    void other_bytes_are_worked_on_and_a_header_refuses_what_is_kept() throws Exception {
        start(true);
        String id = job(server.post(TRANSCRIPTIONS, form()));
        MultipartBody other = new MultipartBody().field("model", "whisper-1").file(new byte[] {1, 2, 4});
        assertThat(job(server.post(TRANSCRIPTIONS, other))).isNotEqualTo(id);
        HttpResponse<String> refusing =
                server.send(form().request(server.uri(TRANSCRIPTIONS)).header("x-sotto-reuse-results", "false"));
        assertThat(job(refusing)).isNotEqualTo(id);
    }

    @Test
    void operator_who_wants_no_reuse_has_all_worked_on() throws Exception {
        start(false);
        assertThat(job(server.post(TRANSCRIPTIONS, form()))).isNotEqualTo(job(server.post(TRANSCRIPTIONS, form())));
    }

    @Test
    void what_failed_is_worked_on_again() throws Exception {
        start(true);
        server.transcriber.script =
                request -> Future.succeededFuture(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "planted"));
        assertThat(server.post(TRANSCRIPTIONS, form()).statusCode()).isEqualTo(400);
        server.transcriber.script = request ->
                Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        job(server.post(TRANSCRIPTIONS, form()));
    }

    @Test
    void caller_who_leaves_and_takes_its_work_along_leaves_what_another_has_joined() throws Exception {
        startHolding();
        CompletableFuture<HttpResponse<String>> leaver = begin(form().field("cancel_on_disconnect", "true"));
        TranscriptionRequest request = awaitRequest();
        HttpResponse<String> joined = server.post("/v1/jobs", form());
        CompletableFuture<HttpResponse<String>> waits = begin(form().field("cancel_on_disconnect", "true"));
        awaitRecordings(1);
        CompletableFuture<HttpResponse<String>> other = begin(new MultipartBody()
                .field("model", "whisper-1")
                .field("cancel_on_disconnect", "true")
                .file(new byte[] {4}));
        TranscriptionRequest alone = awaitRequest();
        leaver.cancel(true);
        other.cancel(true); // behind the first: once this one's work is told to stop, the first was seen to leave
        Eventually.holds(() -> alone.cancellation().isRequested());
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        assertThat(job(waits.get(20, TimeUnit.SECONDS))).isEqualTo(new JsonObject(joined.body()).getString("id"));
        assertThat(request.cancellation().isRequested()).isFalse();
    }
}
