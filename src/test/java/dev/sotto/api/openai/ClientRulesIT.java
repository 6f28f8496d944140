package dev.sotto.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.Transcript;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs that people have installed rely on, a rule a test. They are numbered as on the page on compatibility. */
@Tag("heavy")
@Timeout(60)
class ClientRulesIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    private static final String TRANSLATIONS = "/v1/audio/translations";

    @TempDir
    static Path home;

    private static TestServer server;

    /** Different for each test, so that none is answered with the result of another. */
    private static byte next;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_JOBS_REUSE_RESULTS", "true"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void plain() {
        next++;
        server.transcriber.requests.clear();
        server.transcriber.script = request ->
                Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
    }

    @Test
    void rule_1_the_file_is_judged_before_the_model_and_the_model_before_the_options() {
        assertCode(server.post(TRANSCRIPTIONS, new MultipartBody().raw("nonsense")), 400, null);
        MultipartBody none = new MultipartBody().field("model", "invalid-model").field("temperature", "hot");
        assertCode(server.post(TRANSCRIPTIONS, none), 400, "missing_required_parameter");
        for (byte[] probe : List.of(new byte[] {1}, new byte[1024])) {
            for (String path : List.of(TRANSCRIPTIONS, TRANSLATIONS)) {
                MultipartBody form =
                        new MultipartBody().field("model", "invalid-model").file(probe);
                assertCode(server.post(path, form), 400, "invalid_media");
            }
        }
        byte[] recording = "RIFF....WAVEfmt ".getBytes(StandardCharsets.US_ASCII);
        MultipartBody wrong = new MultipartBody().field("temperature", "hot").file(recording);
        assertCode(server.post(TRANSCRIPTIONS, wrong.field("model", "invalid-model")), 404, "model_not_found");
        assertCode(server.post(TRANSCRIPTIONS, wrong.field("model", "whisper-1")), 400, "invalid_value");
    }

    @Test
    void rule_1_the_key_is_judged_before_all_else(@TempDir Path other) throws Exception {
        try (TestServer guarded = TestServer.start(other, Map.of("SOTTO_ADMIN_KEY", "sk-0123456789abcdef0123456789"))) {
            assertCode(guarded.post(TRANSCRIPTIONS, new MultipartBody().raw("nonsense")), 401, "missing_api_key");
        }
    }

    @ParameterizedTest
    @CsvSource({"en,en", "EN,en", "en-US,en", "pt_BR,pt", "fil,tl", "nb,no", "english,en", "'',"})
    void rule_2_names_and_types_lie_and_empty_fields_are_not_given(String sent, String language) throws Exception {
        MultipartBody form = new MultipartBody()
                .raw("--" + MultipartBody.BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"temp.mp3\"\r\n\r\nOggS" + next
                        + "\r\n")
                .field("model", "org/many")
                .field("prompt", "")
                .field("temperature", "")
                .field("timestamp_granularities[]", "")
                .field("response_format", "")
                .field("stream", "")
                .field("language", sent);
        assertThat(server.post(TRANSCRIPTIONS, form).statusCode()).isEqualTo(200);
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.options().language().orElse(null)).isEqualTo(language);
        assertThat(request.options().prompt().initialPrompt()).isEmpty();
    }

    @Test
    void rule_3_streams_have_event_and_data_lines_and_segments_at_the_end_of_verbose_ones() {
        String body = server.post(
                        TRANSCRIPTIONS, form().field("stream", "true").field("response_format", "verbose_json"))
                .body();
        assertThat(body.lines().filter(line -> !line.isEmpty()))
                .allMatch(line -> line.startsWith("event: transcript.text.") || line.startsWith("data: {"));
        List<JsonObject> events = JobEventsReader.parse(body);
        for (JsonObject event : events) {
            JsonObject data = event.getJsonObject("data");
            assertThat(data.getString("type")).isEqualTo(event.getString("event"));
            assertThat(data.containsKey("segment_id")).isFalse();
        }
        JsonObject done = events.get(events.size() - 1).getJsonObject("data");
        assertThat(done.getJsonArray("segments").getJsonObject(0).getString("text"))
                .isEqualTo(ScriptedTranscriber.TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {TRANSCRIPTIONS, TRANSLATIONS})
    void rule_4_json_requests_are_taken_beside_forms(String path) throws Exception {
        JsonObject body = new JsonObject()
                .put("model", "org/many")
                .put(
                        "input_audio",
                        new JsonObject()
                                .put("data", Base64.getEncoder().encodeToString(new byte[] {1, 2, 3, next}))
                                .put("format", "wav"))
                .put("language", "en")
                .put("response_format", "verbose_json")
                .put("timestamp_granularities", new JsonArray().add("word").add("segment"))
                .put("unheard_of", 1);
        HttpResponse<String> answer = json(path, body.encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-sotto-ignored-fields").orElse(""))
                .endsWith("unheard_of");
        assertThat(answer.body())
                .isEqualTo(server.post(
                                path,
                                new MultipartBody()
                                        .file(new byte[] {1, 2, 3, next})
                                        .field("model", "org/many")
                                        .field("language", "en")
                                        .field("response_format", "verbose_json")
                                        .field("timestamp_granularities[]", "word")
                                        .field("timestamp_granularities[]", "segment"))
                        .body());
        assertThat(server.transcriber.requests).as("the same work").hasSize(1);
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void rule_4_json_requests_are_refused_as_forms_are() {
        assertCode(json(TRANSCRIPTIONS, "{\"model\":\"whisper-1\"}"), 400, "missing_required_parameter");
        assertThat(json(TRANSCRIPTIONS, "{\"model\":\"whisper-1\"}").body()).contains("\"param\":\"input_audio\"");
        assertCode(json(TRANSCRIPTIONS, "{\"input_audio\":{\"data\":\"A*\"}}"), 400, null);
        assertCode(json(TRANSCRIPTIONS, "{"), 400, null);
        assertCode(
                json(TRANSCRIPTIONS, "{\"model\":\"none\",\"input_audio\":{\"data\":\"UklGRi4uLi5XQVZF\"}}"),
                404,
                "model_not_found");
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void rule_5_a_client_that_sends_again_joins_its_running_work() throws Exception {
        Promise<TranscriptionReply> held = Promise.promise();
        server.transcriber.script = request -> held.future();
        CompletableFuture<HttpResponse<String>> first = begin("0");
        TranscriptionRequest request = server.transcriber.requests.poll(20, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        CompletableFuture<HttpResponse<String>> second = begin("1");
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        assertThat(job(second.join())).isEqualTo(job(first.join()));
        assertThat(second.join().body()).isEqualTo(first.join().body());
        assertThat(server.transcriber.requests).as("worked on again").isEmpty();
    }

    private static CompletableFuture<HttpResponse<String>> begin(String retries) {
        HttpRequest request = form().request(server.uri(TRANSCRIPTIONS))
                .header("x-stainless-retry-count", retries)
                .build();
        return server.client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String job(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-sotto-job-id").orElseThrow();
    }

    @Test
    void rule_6_models_are_found_by_strings_and_unknown_paths_are_404_in_json() {
        JsonArray models = new JsonObject(server.get("/v1/models").body()).getJsonArray("data");
        assertThat(models.stream().map(model -> ((JsonObject) model).getString("id")))
                .anyMatch(id -> id.contains("whisper"))
                .anyMatch(id -> id.contains("transcribe"));
        for (String path : List.of("/nothing", "/v1/nothing", "/v1/audio/nothing", "/v1/chat/completions")) {
            assertCode(server.get(path), 404, "unknown_url");
        }
        // where wyoming_openai asks for them: whoever answers there has voices of its own
        for (String path : List.of("/v1/readyz", "/v1/test")) {
            assertCode(server.get(path), 404, "unknown_url");
        }
    }

    @Test
    void rule_6_health_is_told_in_the_words_of_each_family_and_not_while_the_model_loads() {
        for (boolean isReady : List.of(false, true)) {
            server.transcriber.isReady = isReady;
            int status = isReady ? 200 : 503;
            HttpResponse<String> plain = server.send(HttpRequest.newBuilder(server.uri("/health"))
                    .header("accept", "text/plain, application/json;q=0.5"));
            assertThat(plain.statusCode()).isEqualTo(status);
            assertThat(plain.body()).isEqualTo(isReady ? "OK" : "Unavailable");
            assertThat(server.get("/readyz").statusCode()).isEqualTo(status);
            assertThat(server.get("/readyz").body()).isEqualTo(plain.body());
            assertThat(server.get("/test").statusCode()).isEqualTo(status);
            assertThat(server.get("/test").body())
                    .isEqualTo(isReady ? "{\"status\":\"ok\"}" : "{\"status\":\"unavailable\"}");
            HttpResponse<String> any =
                    server.send(HttpRequest.newBuilder(server.uri("/health")).header("accept", "*/*"));
            assertThat(new JsonObject(any.body()).getString("status")).isEqualTo(isReady ? "healthy" : "loading");
        }
    }

    @ParameterizedTest
    @CsvSource({"json, '\"text\":\"\"'", "verbose_json, '\"text\":\"\"'", "text, ''", "srt, ''", "vtt, 'WEBVTT'"})
    void rule_8_silence_is_answered_with_empty_text_and_never_a_space(String format, String expected) {
        server.transcriber.script = request -> Future.succeededFuture(new TranscriptionReply.Succeeded(
                new Transcript(request.options().task(), "en", 3, "", List.of())));
        HttpResponse<String> answer = server.post(TRANSCRIPTIONS, form().field("response_format", format));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains(expected).doesNotContain(" ");
    }

    @Test
    void rule_9_every_error_has_a_message_and_the_same_request_without_a_language_is_taken() {
        HttpResponse<String> refused = server.post(TRANSCRIPTIONS, form().field("language", "klingon"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(refused.body()).getJsonObject("error").getString("message"))
                .startsWith("language 'klingon'; expected ");
        assertThat(server.post(TRANSCRIPTIONS, form()).statusCode()).isEqualTo(200);
    }

    @Test
    void rule_10_duration_is_a_number_and_times_of_vtt_have_hours() {
        JsonObject verbose = new JsonObject(server.post(TRANSCRIPTIONS, form().field("response_format", "verbose_json"))
                .body());
        assertThat(verbose.getValue("duration")).isEqualTo(4.75);
        assertThat(verbose.getString("language")).isEqualTo("english");
        assertThat(server.post(TRANSCRIPTIONS, form().field("response_format", "vtt"))
                        .body())
                .contains("00:00:00.000 --> 00:00:04.500");
    }

    @Test
    void rule_11_text_is_the_bare_text() {
        HttpResponse<String> answer = server.post(
                TRANSCRIPTIONS, form().field("response_format", "text").field("prompt", "convert the audio to text"));
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(answer.body()).isEqualTo(ScriptedTranscriber.TEXT.strip() + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "verbose_json", "diarized_json"})
    void rule_12_no_good_answer_has_a_key_named_error(String format) {
        String body = server.post(
                        TRANSCRIPTIONS, form().field("response_format", format).field("word_timestamps", "true"))
                .body();
        assertThat(body).doesNotContain("\"error\"");
    }

    private static MultipartBody form() {
        return new MultipartBody().field("model", "whisper-1").file(new byte[] {1, 2, 3, next});
    }

    private static HttpResponse<String> json(String path, String body) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static void assertCode(HttpResponse<String> answer, int status, @Nullable String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.getString("code")).isEqualTo(code);
    }
}
