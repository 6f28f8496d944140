package dev.sotto.api.dialect.whisperapiservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** whisper-api-service: the calls of its page, its fields, its formats, and what it refuses. */
@Tag("heavy")
@Timeout(120)
class WhisperApiServiceIT {
    private static final String TEXT = ScriptedTranscriber.TEXT;
    private static final byte[] SOUND = "of sound, not of zeros".getBytes(StandardCharsets.UTF_8);
    private static final String UNKNOWN = "00000000-0000-7000-8000-000000000000";

    @TempDir
    static Path home;

    @TempDir
    Path other;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(home, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void forget() {
        server.transcriber.requests.clear();
        server.transcriber.script = request ->
                Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/compat/whisper-api-service"})
    void task_is_submitted_as_its_page_does_and_found_at_the_address_of_the_answer(String prefix) throws Exception {
        MultipartBody form = recording("talk.MP3")
                .field("model_name", "base")
                .field("task", "transcribe")
                .field("language", "")
                .field("output_format", "json")
                .field("initial_prompt", "")
                .field("temperature", "0.0")
                .field("best_of", "5")
                .field("verbose_output", "default")
                .field("word_timestamps", "false")
                .field("simplified_output", "false");
        HttpResponse<String> response = server.post(prefix + "/transcribe", form);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        JsonObject body = new JsonObject(response.body());
        String id = body.getString("task_id");
        assertThat(body)
                .isEqualTo(new JsonObject()
                        .put("message", "Transcription task submitted successfully.")
                        .put("task_id", id)
                        .put("status_url", server.uri(prefix + "/status/" + id).toString())
                        .put("ui_status_url", prefix + "/?task_id=" + id));
        assertThat(response.headers().firstValue("x-sotto-ignored-fields")).isEmpty();
        JobEventsReader.readAll(server, id);
        JsonObject status = new JsonObject(server.get(prefix + "/status/" + id).body());
        assertThat(status).isEqualTo(new JsonObject("""
            {"task_id":"%s","status":"SUCCESS","result":{"transcription_details":{
               "text":" And so, my fellow listeners, ask not.",
               "segments":[{"id":0,"seek":0,"start":0.0,"end":4.5,"text":" And so, my fellow listeners, ask not.",
                 "tokens":[50363,843,523,50588],"temperature":0.0,"avg_logprob":-0.25,"compression_ratio":1.5,
                 "no_speech_prob":0.062}],
               "language":"en"}},"error_info":null}\
            """.formatted(id)));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.options().fallback().temperatures()).isEqualTo(List.of(0.0));
        assertThat(request.options().language()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "json | true | ' And so, my fellow listeners, ask not.'",
                "txt | 1 | ' And so, my fellow listeners, ask not.'",
                "txt | false | ' And so, my fellow listeners, ask not.'",
                "srt | off | '1\\n00:00:00,000 --> 00:00:04,500\\nAnd so, my fellow listeners, ask not.\\n\\n'",
                "vtt | 0 | 'WEBVTT\\n\\n00:00.000 --> 00:04.500\\nAnd so, my fellow listeners, ask not.\\n\\n'",
                "tsv | on | 'start\\tend\\ttext\\n0\\t4500\\tAnd so, my fellow listeners, ask not.\\n'"
            })
    void format_is_chosen_when_the_status_is_asked_for(String format, String simplified, String expected) {
        JsonObject result = result(ended(recording("a.wav")), format, simplified);
        assertThat(result.getString("formatted_output"))
                .isEqualTo(expected.replace("\\n", "\n").replace("\\t", "\t"));
        boolean isSimplified = List.of("true", "1", "on").contains(simplified);
        assertThat(result.containsKey("transcription_details")).isEqualTo(!isSimplified);
    }

    @Test
    void simplified_subtitles_are_an_object_of_cues_and_an_unknown_format_is_the_raw_result() {
        String id = ended(recording("a.wav"));
        assertThat(result(id, "srt", "true").getJsonObject("formatted_output").encode())
                .isEqualTo("{\"1\":[\"00:00:00,000 --> 00:00:04,500\",\"" + TEXT.strip() + "\"]}");
        assertThat(result(id, "vtt", "ON").getJsonObject("formatted_output").encode())
                .isEqualTo("{\"1\":[\"00:00.000 --> 00:04.500\",\"" + TEXT.strip() + "\"]}");
        JsonObject unknown = result(id, "docx", "false");
        assertThat(unknown.getJsonObject("formatted_output")).isEqualTo(unknown.getJsonObject("transcription_details"));
        assertThat(result(id, "docx", "true").fieldNames()).containsExactly("formatted_output");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "on, true", "1, true", "ON, true", "false, false", "yes, false", "'', false"})
    void flag_of_word_times_is_true_on_or_1_and_anything_else_is_no(String sent, boolean expected) throws Exception {
        ended(recording("a.wav").field("word_timestamps", sent));
        assertThat(server.transcriber.requests.take().options().words().timestamps())
                .isEqualTo(expected);
    }

    @Test
    void options_reach_the_worker_and_none_is_no_language() throws Exception {
        ended(recording("a.opus")
                .field("model_name", "org/many")
                .field("task", "translate")
                .field("language", "de")
                .field("initial_prompt", "Ada")
                .field("temperature", "0.4")
                .field("best_of", "3"));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.model()).isEqualTo("org/many");
        assertThat(request.options().task()).isEqualTo(Task.TRANSLATE);
        assertThat(request.options().language()).isEqualTo(Optional.of("de"));
        assertThat(request.options().prompt().initialPrompt()).isEqualTo(Optional.of("Ada"));
        assertThat(request.options().fallback().temperatures()).isEqualTo(List.of(0.4));
        assertThat(request.options().search().bestOf()).hasValue(3);
        ended(recording("a.wav")
                .field("language", "None")
                .field("temperature", "")
                .field("best_of", ""));
        assertThat(server.transcriber.requests.take().options().language()).isEmpty();
    }

    @Test
    void words_stand_in_the_segments_of_the_raw_result_where_they_are_asked_for() {
        JsonObject raw = result(ended(recording("a.wav").field("word_timestamps", "on")), "srt", "false")
                .getJsonObject("transcription_details");
        assertThat(raw.getJsonArray("segments")
                        .getJsonObject(0)
                        .getJsonArray("words")
                        .encode())
                .isEqualTo("[{\"word\":\" And\",\"start\":0.5,\"end\":0.75,\"probability\":0.875}]");
    }

    @Test
    void task_that_waits_or_runs_is_pending_and_one_that_failed_says_why() {
        Promise<TranscriptionReply> reply = Promise.promise();
        server.transcriber.script = request -> reply.future();
        String id = submitted(recording("a.wav"));
        assertThat(server.get("/status/" + id).body())
                .isEqualTo("{\"task_id\":\"%s\",\"status\":\"PENDING\",\"result\":null,\"error_info\":null}"
                        .formatted(id));
        reply.complete(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "no audio in it"));
        JobEventsReader.readAll(server, id);
        JsonObject failed = new JsonObject(server.get("/status/" + id).body());
        assertThat(failed.getString("status")).isEqualTo("FAILURE");
        assertThat(failed.getValue("result")).isNull();
        assertThat(failed.getString("error_info")).contains("no audio in it");
    }

    @Test
    void task_that_is_not_there_is_404_or_pending_where_the_settings_say_so() throws Exception {
        for (String path : new String[] {"/status/" + UNKNOWN, "/compat/whisper-api-service/status/abc"}) {
            HttpResponse<String> response = server.get(path + "?output_format=json");
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            JsonObject body = new JsonObject(response.body());
            assertThat(body.getValue("error")).isInstanceOf(String.class);
            assertThat(body.getString("status")).isEqualTo("FAILURE");
        }
        Map<String, String> settings = Map.of("SOTTO_DIALECTS_UNKNOWN_IS_PENDING", "true");
        try (TestServer pending = TestServer.start(other, settings)) {
            HttpResponse<String> response = pending.get("/compat/whisper-api-service/status/abc");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .isEqualTo("{\"task_id\":\"abc\",\"status\":\"PENDING\",\"result\":null,\"error_info\":null}");
        }
    }

    @Test
    void page_loads_nothing_from_elsewhere_and_stands_where_a_task_is_named() {
        String page = get("/compat/whisper-api-service/");
        assertThat(page).contains("Whisper API test page").doesNotContain("http://", "https://", "//cdn");
        assertThat(get("/?task_id=" + UNKNOWN)).isEqualTo(page);
        assertThat(get("/compat/whisper-api-service/docs"))
                .contains("model_name")
                .doesNotContain("http");
        for (String path : new String[] {"/static/page.js", "/compat/whisper-api-service/static/style.css"}) {
            assertThat(get(path)).isNotBlank().doesNotContain("http");
        }
        HttpResponse<String> moved = server.get("/compat/whisper-api-service");
        assertThat(moved.statusCode()).isEqualTo(307);
        assertThat(moved.headers().firstValue("location")).hasValue("/compat/whisper-api-service/");
        HttpResponse<String> unknown = server.get("/static/secret.js");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(unknown.body()).getValue("error")).isInstanceOf(String.class);
    }

    private static String get(String path) {
        HttpResponse<String> response = server.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        assertThat(response.headers().firstValue("content-security-policy"))
                .as(path)
                .get()
                .asString()
                .contains("default-src 'none'");
        return response.body();
    }

    @ParameterizedTest
    @CsvSource({
        "temperature, hot", "temperature, -1", "temperature, 1e99", "temperature, nan", "temperature, '0,5'",
        "best_of, many", "best_of, 0", "best_of, -1", "best_of, 1000", "best_of, 2.5",
        "task, sing", "task, TRANSCRIBE!", "language, klingon", "language, 123", "language, en-",
        "model_name, no-such", "model_name, ../../etc/passwd", "model_name, turbo", "model_name, large-v3"
    })
    void bad_values_are_400_with_one_sentence(String name, String value) {
        MultipartBody form = recording("a.wav").field(name, value);
        if (!name.equals("model_name")) {
            form.field("model_name", "org/many");
        }
        assertRefused(server.post("/transcribe", form), "Failed to submit task: ");
    }

    @ParameterizedTest
    @CsvSource({"a.txt", "a", "a.exe", "a.pdf", "wav", "a.mp3.zip"})
    void file_of_another_type_is_refused_in_its_words(String name) {
        assertRefused(server.post("/transcribe", recording(name)), "File type not allowed");
    }

    @Test
    void form_without_a_file_is_refused_in_its_words() {
        assertRefused(
                server.post("/transcribe", new MultipartBody().field("model_name", "base")),
                "No audio_file part in the request");
        assertRefused(server.post("/transcribe", recording("")), "No selected file");
        HttpResponse<String> noForm = server.send(
                HttpRequest.newBuilder(server.uri("/transcribe")).POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(noForm.statusCode()).isEqualTo(415);
        assertThat(new JsonObject(noForm.body()).getValue("error")).isInstanceOf(String.class);
    }

    private static void assertRefused(HttpResponse<String> response, String sentence) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        JsonObject body = new JsonObject(response.body());
        assertThat(body.fieldNames()).containsExactly("error");
        assertThat(body.getString("error")).startsWith(sentence);
        assertThat(server.uploads()).isEmpty();
    }

    private static MultipartBody recording(String name) {
        return new MultipartBody().part("form-data; name=\"audio_file\"; filename=\"%s\"".formatted(name), SOUND);
    }

    private static String submitted(MultipartBody form) {
        HttpResponse<String> response = server.post("/transcribe", form);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return new JsonObject(response.body()).getString("task_id");
    }

    private static String ended(MultipartBody form) {
        String id = submitted(form);
        JobEventsReader.readAll(server, id);
        return id;
    }

    private static JsonObject result(String id, String format, String simplified) {
        String query = "?output_format=%s&simplified_output=%s".formatted(format, simplified);
        return new JsonObject(server.get("/status/" + id + query).body()).getJsonObject("result");
    }
}
