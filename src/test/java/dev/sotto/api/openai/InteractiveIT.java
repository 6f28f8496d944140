package dev.sotto.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.WorkClass;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Short work, and work that somebody waits for, beside long work that holds all its places. */
@Timeout(60)
@Tag("heavy")
class InteractiveIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    /** Above 10 s as it is guessed, and below. */
    private static final int LONG = 200_000;

    private static final int SHORT = 20_000;

    @TempDir
    Path home;

    private final Promise<TranscriptionReply> held = Promise.promise();
    private TestServer server;

    @BeforeEach
    void start_with_one_place_for_long_work_which_is_taken() throws Exception {
        server = TestServer.start(
                home,
                Map.of(
                        "SOTTO_TRANSCRIPTION_RUNNING_MAX", "1",
                        "SOTTO_JOBS_INTERACTIVE_SECONDS", "10",
                        "SOTTO_HTTP_SHUTDOWN_GRACE", "100ms"));
        server.transcriber.script = request -> request.workClass() == WorkClass.BULK
                ? held.future()
                : Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        submit(LONG);
        assertThat(server.transcriber.requests.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String submit(int bytes) {
        HttpResponse<String> answer = server.post("/v1/jobs", recording(bytes));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return new JsonObject(answer.body()).getString("id");
    }

    private static MultipartBody recording(int bytes) {
        return new MultipartBody().field("model", "whisper-1").file(new byte[bytes]);
    }

    @Test
    void caller_who_waits_is_answered_though_long_work_holds_every_place_of_its_own() {
        assertThat(server.post(TRANSCRIPTIONS, recording(LONG)).statusCode()).isEqualTo(200);
    }

    @Test
    void short_recording_that_nobody_waits_for_goes_before_long_ones() throws Exception {
        String waiting = submit(LONG);
        submit(SHORT);
        assertThat(server.transcriber.requests.poll(10, TimeUnit.SECONDS).workClass())
                .isEqualTo(WorkClass.INTERACTIVE);
        JsonObject behind = new JsonObject(server.get("/v1/jobs/" + waiting).body());
        assertThat(behind.getString("status")).isEqualTo("queued");
        assertThat(behind.getJsonObject("progress").getInteger("queue_position"))
                .isZero();
        held.complete(new TranscriptionReply.Failed(dev.sotto.fault.FaultCode.INVALID_MEDIA, "ends the first"));
        assertThat(server.transcriber.requests.poll(10, TimeUnit.SECONDS).workClass())
                .isEqualTo(WorkClass.BULK);
    }
}
