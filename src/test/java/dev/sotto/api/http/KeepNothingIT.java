package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose settings keep nothing: {@code jobs.retention: 0} and {@code jobs.failed-retention: 0}. */
@Tag("heavy")
class KeepNothingIT {
    @TempDir
    Path home;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_JOBS_RETENTION", "0", "SOTTO_JOBS_FAILED_RETENTION", "0"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static MultipartBody form() {
        return new MultipartBody().field("model", "whisper-1").file("sound".getBytes(StandardCharsets.UTF_8));
    }

    /** With the answer, or a moment later: deletion waits for no caller. */
    private void assertNothingIsLeft() {
        int jobs = Eventually.get(
                () -> new JsonObject(server.get("/v1/jobs").body())
                        .getJsonArray("data")
                        .size(),
                count -> count == 0);
        assertThat(jobs).isZero();
        assertThat(Eventually.get(server::blobs, List::isEmpty)).isEmpty();
        assertThat(server.uploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "verbose_json", "srt", "text"})
    void who_waits_gets_the_transcript_and_leaves_nothing(String format) {
        HttpResponse<String> answer = server.post("/v1/audio/transcriptions", form().field("response_format", format));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("ask not");
        assertNothingIsLeft();
    }

    @Test
    void a_stream_of_events_leaves_nothing() {
        HttpResponse<String> answer = server.post("/v1/audio/transcriptions", form().field("stream", "true"));
        assertThat(answer.body()).contains("transcript.text.done");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID_MEDIA", "MEDIA_LIMIT_EXCEEDED", "INTERNAL", "ENGINE_BUSY"})
    void a_failure_leaves_nothing(FaultCode code) {
        server.transcriber.script = request -> Future.succeededFuture(new TranscriptionReply.Failed(code, "Not this."));
        assertThat(server.post("/v1/audio/transcriptions", form()).statusCode()).isGreaterThanOrEqualTo(400);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"/v1/jobs, file", "/transcribe, audio_file"})
    void a_job_that_nobody_could_read_is_refused_and_leaves_nothing(String path, String part) {
        HttpResponse<String> answer = server.post(
                path,
                new MultipartBody()
                        .field("model", "whisper-1")
                        .part("form-data; name=\"%s\"; filename=\"a.mp3\"".formatted(part), new byte[] {1, 2, 3}));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Nothing of this job would be kept");
        assertNothingIsLeft();
    }

    @Test
    void a_job_that_asks_to_be_kept_is() {
        HttpResponse<String> answer = server.post("/v1/jobs", form().field("retention_seconds", "600"));
        assertThat(answer.statusCode()).isEqualTo(202);
        String id = new JsonObject(answer.body()).getString("id");
        HttpResponse<String> result = Eventually.get(
                () -> server.get("/v1/jobs/" + id + "/result"), response -> response.statusCode() == 200);
        assertThat(result.body()).contains("ask not");
    }
}
