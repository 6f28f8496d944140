package dev.sotto.api.dialect.whisperxstt;

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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of the README and of client_example.py of daffaputradamar/whisperx-stt-diarization, and what they are answered. */
@Tag("heavy")
@Timeout(60)
class WhisperxSttIT {
    private static final String API = "/api/v1/transcribe";

    @TempDir
    Path home;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_JOBS_RETRY_WAIT", "1ms", "SOTTO_HTTP_SHUTDOWN_GRACE", "100ms"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void an_upload_is_queued_followed_and_fetched_as_the_readme_shows() throws Exception {
        HttpResponse<String> queued =
                server.post(API + "/upload", form("audio.mp3").field("enable_diarization", "true"));
        assertThat(queued.statusCode()).as(queued.body()).isEqualTo(200);
        String id = json(queued).getString("task_id");
        assertThat(json(queued))
                .isEqualTo(new JsonObject()
                        .put("task_id", id)
                        .put("status", "pending")
                        .put("message", "File uploaded successfully. Transcription job queued."));

        JsonObject task = ended(id);
        assertThat(task.fieldNames())
                .containsExactlyInAnyOrder(
                        "task_id",
                        "status",
                        "progress",
                        "message",
                        "created_at",
                        "started_at",
                        "completed_at",
                        "error",
                        "result");
        assertThat(task.getString("status")).isEqualTo("completed");
        assertThat(task.getDouble("progress")).isEqualTo(100.0);
        assertThat(task.getString("message")).isEqualTo("Transcription completed successfully");
        assertThat(task.getString("created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?");
        assertThat(task.getString("completed_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?");
        assertThat(task.getValue("error")).isNull();

        JsonObject result = json(server.get(API + "/result/" + id));
        assertThat(result).isEqualTo(task.getJsonObject("result"));
        JsonObject word = new JsonObject()
                .put("word", "And")
                .put("start", 0.5)
                .put("end", 0.75)
                .put("score", 0.875)
                .put("speaker", "SPEAKER_00");
        JsonObject segment = new JsonObject()
                .put("start", 0.0)
                .put("end", 4.5)
                .put("text", ScriptedTranscriber.TEXT)
                .put("speaker", "SPEAKER_00")
                .put("words", new JsonArray().add(word));
        assertThat(result)
                .isEqualTo(new JsonObject()
                        .put("language", "en")
                        .put("segments", new JsonArray().add(segment))
                        .putNull("word_segments"));
    }

    @ParameterizedTest
    @CsvSource({"True,true", "true,true", "1,true", "False,false", "no,false", "'',true"})
    void booleans_are_read_as_python_writes_them(String sent, boolean isDiarized) throws Exception {
        ended(upload(form("audio.mp3").field("enable_diarization", sent)));
        assertThat(server.transcriber.requests.take().options().speakers().diarize())
                .isEqualTo(isDiarized);
    }

    @Test
    void speakers_are_told_apart_unless_that_is_refused_and_their_number_may_be_bounded() throws Exception {
        ended(upload(form("audio.mp3")
                .field("language", "en")
                .field("min_speakers", "2")
                .field("max_speakers", "3")));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.options().speakers().diarize()).isTrue();
        assertThat(request.options().speakers().min()).isEqualTo(OptionalInt.of(2));
        assertThat(request.options().speakers().max()).isEqualTo(OptionalInt.of(3));
        assertThat(request.options().language()).hasValue("en");
        assertThat(request.options().words().timestamps()).isTrue();
    }

    @Test
    void without_speaker_networks_the_transcript_comes_with_a_warning() throws Exception {
        server.transcriber.speakersFault = Optional.of("Speakers are not told apart: nothing is installed.");
        JsonObject task = ended(upload(form("audio.mp3").field("min_speakers", "2")));
        assertThat(task.getString("status")).isEqualTo("completed");
        assertThat(task.getJsonObject("result").getJsonArray("warnings"))
                .containsExactly("Speakers are not told apart: nothing is installed.");
        assertThat(task.getJsonObject("result")
                        .getJsonArray("segments")
                        .getJsonObject(0)
                        .getValue("speaker"))
                .isNull();
    }

    @Test
    void a_running_task_tells_its_stage_and_its_result_is_202_until_it_is_there() throws Exception {
        Promise<TranscriptionReply> held = hold();
        String id = upload(form("audio.mp3"));
        TranscriptionRequest request = server.transcriber.requests.take();
        JsonObject loading =
                Eventually.get(() -> json(server.get(API + "/status/" + id)), task -> task.getString("status")
                        .equals("processing"));
        assertThat(loading.getDouble("progress")).isEqualTo(5.0);
        assertThat(loading.getString("message")).isEqualTo("Status: loading_audio");
        assertStage(request, 1, id, "transcribing", 10.0);
        assertStage(request, 40, id, "transcribing", 40.0);
        assertStage(request, 65, id, "aligning", 45.0);
        HttpResponse<String> early = server.get(API + "/result/" + id);
        assertThat(early.statusCode()).isEqualTo(202);
        assertThat(early.body()).isEqualTo("{\"detail\":\"Task is still aligning. Progress: 45.0%\"}");
        assertStage(request, 80, id, "diarizing", 65.0);
        assertStage(request, 100, id, "processing", 90.0);
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        assertThat(ended(id).getString("status")).isEqualTo("completed");
    }

    private void assertStage(TranscriptionRequest request, double done, String id, String status, double progress) {
        request.listener().progress(done, 100);
        JsonObject task = Eventually.get(
                () -> json(server.get(API + "/status/" + id)), seen -> seen.getDouble("progress") == progress);
        assertThat(task.getString("status")).isEqualTo(status);
        assertThat(task.getString("message")).isEqualTo("Status: " + status);
        assertThat(task.getValue("result")).isNull();
    }

    @Test
    void a_task_that_waits_is_pending_at_0() throws Exception {
        server.close();
        server = TestServer.start(
                home,
                Map.of("SOTTO_TRANSCRIPTION_RUNNING_MAX", "1", "SOTTO_TRANSCRIPTION_INTERACTIVE_RUNNING_MAX", "1"));
        Promise<TranscriptionReply> held = hold();
        String running = upload(form("audio.mp3"));
        TranscriptionRequest request = server.transcriber.requests.take();
        String also = upload(form("audio.mp3"));
        String waiting = upload(form("audio.mp3"));
        JsonObject task = json(server.get(API + "/status/" + waiting));
        assertThat(task.getString("status")).isEqualTo("pending");
        assertThat(task.getDouble("progress")).isZero();
        assertThat(task.getString("message")).isEqualTo("Task queued");
        assertThat(task.getValue("started_at")).isNull();
        assertThat(task.getValue("completed_at")).isNull();
        assertThat(task.getValue("result")).isNull();
        HttpResponse<String> early = server.get(API + "/result/" + waiting);
        assertThat(early.statusCode()).isEqualTo(202);
        assertThat(early.body()).isEqualTo("{\"detail\":\"Task is still pending. Progress: 0.0%\"}");
        assertThat(json(server.get("/compat/whisperx-stt/health")).getInteger("pending_tasks"))
                .isPositive();
        assertThat(delete(waiting).statusCode()).isEqualTo(200);
        assertThat(server.get(API + "/status/" + waiting).statusCode()).isEqualTo(404);
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        assertThat(List.of(ended(running), ended(also)))
                .allSatisfy(ended -> assertThat(ended.getString("status")).isEqualTo("completed"));
    }

    @Test
    void a_failed_task_says_why_and_has_no_result() throws Exception {
        server.transcriber.script =
                request -> Future.succeededFuture(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "not audio"));
        String id = upload(form("audio.mp3"));
        JsonObject task = ended(id);
        assertThat(task.getString("status")).isEqualTo("failed");
        assertThat(task.getString("message")).isEqualTo("Transcription failed");
        assertThat(task.getString("error")).isEqualTo("not audio");
        HttpResponse<String> result = server.get(API + "/result/" + id);
        assertThat(result.statusCode()).isEqualTo(500);
        assertThat(result.body()).isEqualTo("{\"detail\":\"Task failed: not audio\"}");
    }

    @Test
    void a_task_is_deleted_with_all_that_is_kept_of_it() {
        String id = upload(form("audio.mp3"));
        ended(id);
        HttpResponse<String> deleted = delete(id);
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deleted.body()).isEqualTo("{\"message\":\"Task '%s' deleted successfully\"}".formatted(id));
        assertUnknown(id);
        assertThat(server.blobs()).isEmpty();
    }

    @Test
    void a_running_task_that_is_deleted_stops_and_is_gone_at_once() throws Exception {
        server.transcriber.script = server.transcriber::untilStopped;
        String id = upload(form("audio.mp3"));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(delete(id).statusCode()).isEqualTo(200);
        assertUnknown(id);
        Eventually.holds(() -> request.cancellation().isRequested());
        Eventually.get(() -> server.get("/v1/jobs/" + id).statusCode(), status -> status == 404);
        Eventually.get(server::blobs, List::isEmpty);
    }

    private void assertUnknown(String id) {
        HttpResponse<String> status = server.get(API + "/status/" + id);
        assertThat(status.statusCode()).isEqualTo(404);
        assertThat(status.body())
                .isEqualTo("{\"detail\":\"Task '%s' not found. It may have expired or never existed.\"}".formatted(id));
        HttpResponse<String> result = server.get(API + "/result/" + id);
        assertThat(result.statusCode()).isEqualTo(404);
        assertThat(result.body()).isEqualTo("{\"detail\":\"Task '%s' not found.\"}".formatted(id));
        assertThat(delete(id).statusCode()).isEqualTo(404);
    }

    @Test
    void health_and_root_are_its_own_under_the_prefix() throws Exception {
        JsonObject health = json(server.get("/compat/whisperx-stt/health"));
        assertThat(health)
                .isEqualTo(new JsonObject()
                        .put("status", "healthy")
                        .put("version", "1.2.3")
                        .put("gpu_available", false)
                        .put("active_tasks", 0)
                        .put("pending_tasks", 0));
        Promise<TranscriptionReply> held = hold();
        upload(form("audio.mp3"));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(json(server.get("/compat/whisperx-stt/health")).getInteger("active_tasks"))
                .isEqualTo(1);
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        assertThat(json(server.get("/compat/whisperx-stt/")).fieldNames())
                .containsExactlyInAnyOrder("name", "version", "docs", "health");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "min_speakers  | abc  | int_parsing",
                "min_speakers  | 1.5  | int_parsing",
                "min_speakers  | 0    | greater_than_equal",
                "min_speakers  | -1   | greater_than_equal",
                "max_speakers  | two  | int_parsing",
                "max_speakers  | 0    | greater_than_equal",
                "max_speakers  | 201  | value_error",
                "max_speakers  | 99999999999 | int_parsing",
                "enable_diarization | maybe | bool_parsing",
                "enable_diarization | 2 | bool_parsing",
                "language      | klingon | value_error",
                "language      | de   | value_error",
                "priority      | x    | value_error",
            })
    void a_wrong_field_is_told_in_the_list_of_fastapi(String field, String value, String type) {
        HttpResponse<String> refused =
                server.post(API + "/upload", form("audio.mp3").field(field, value));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        JsonObject entry = json(refused).getJsonArray("detail").getJsonObject(0);
        assertThat(entry.getString("type")).isEqualTo(type);
        assertThat(entry.getJsonArray("loc")).containsExactly("body", field);
        assertThat(entry.getString("msg")).isNotBlank();
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void more_speakers_at_least_than_at_most_are_refused() {
        HttpResponse<String> refused = server.post(
                API + "/upload", form("audio.mp3").field("min_speakers", "3").field("max_speakers", "2"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("min_speakers");
    }

    @Test
    void all_wrong_fields_are_told_at_once() {
        HttpResponse<String> refused = server.post(
                API + "/upload", form("audio.mp3").field("min_speakers", "a").field("max_speakers", "b"));
        assertThat(json(refused).getJsonArray("detail")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.txt", "page.html", "a.b.pdf", "archive.ZIP", "x.json"})
    void a_file_that_is_no_recording_by_its_name_is_refused(String name) {
        HttpResponse<String> refused = server.post(API + "/upload", form(name));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).getString("detail"))
                .startsWith("Unsupported file format '%s'. Supported formats: .mp3"
                        .formatted(name.substring(name.lastIndexOf('.')).toLowerCase(Locale.ROOT)));
    }

    @Test
    void a_form_without_file_or_name_and_a_body_that_is_no_form_are_refused() {
        HttpResponse<String> none = server.post(API + "/upload", new MultipartBody().field("language", "en"));
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(none.body())
                .isEqualTo("{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"file\"],\"msg\":\"Field"
                        + " required\",\"input\":null}]}");
        HttpResponse<String> unnamed = server.post(
                API + "/upload", new MultipartBody().part("form-data; name=\"file\"; filename=\"\"", new byte[] {1}));
        assertThat(unnamed.statusCode()).isEqualTo(400);
        assertThat(unnamed.body()).isEqualTo("{\"detail\":\"Filename is required\"}");
        HttpResponse<String> json = server.send(HttpRequest.newBuilder(server.uri(API + "/upload"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(json.statusCode()).isEqualTo(422);
        assertThat(json.body()).isEqualTo(none.body());
        assertThat(server.get(API + "/upload").statusCode()).isEqualTo(405);
        assertThat(server.get("/compat/whisperx-stt/api/v1/other").body()).isEqualTo("{\"detail\":\"Not Found\"}");
    }

    @Test
    void a_missing_key_is_401_and_a_wrong_one_403() throws Exception {
        server.close();
        server = TestServer.start(home, Map.of("SOTTO_ADMIN_KEY", "an-admin-key-of-some-length"));
        HttpResponse<String> missing = server.get(API + "/status/x");
        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(missing.body()).isEqualTo("{\"detail\":\"API key is required. Please provide X-API-Key header.\"}");
        HttpResponse<String> wrong = server.send(
                HttpRequest.newBuilder(server.uri(API + "/status/x")).header("X-API-Key", "wrong"));
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(wrong.body()).isEqualTo("{\"detail\":\"Invalid API key.\"}");
        HttpResponse<String> right = server.send(HttpRequest.newBuilder(server.uri(API + "/status/x"))
                .header("X-API-Key", "an-admin-key-of-some-length"));
        assertThat(right.statusCode()).isEqualTo(404);
        assertThat(server.get("/compat/whisperx-stt/health").statusCode()).isEqualTo(200);
    }

    private Promise<TranscriptionReply> hold() {
        Promise<TranscriptionReply> held = Promise.promise();
        server.transcriber.script = request -> held.future();
        return held;
    }

    private static MultipartBody form(String name) {
        return new MultipartBody()
                .part(
                        "form-data; name=\"file\"; filename=\"%s\"".formatted(name),
                        "a recording".getBytes(StandardCharsets.UTF_8));
    }

    private String upload(MultipartBody form) {
        HttpResponse<String> queued = server.post(API + "/upload", form);
        assertThat(queued.statusCode()).as(queued.body()).isEqualTo(200);
        return json(queued).getString("task_id");
    }

    private JsonObject ended(String id) {
        return Eventually.get(() -> json(server.get(API + "/status/" + id)), task -> List.of("completed", "failed")
                .contains(task.getString("status")));
    }

    private HttpResponse<String> delete(String id) {
        return server.send(
                HttpRequest.newBuilder(server.uri(API + "/task/" + id)).DELETE());
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }
}
