package dev.sotto.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.Transcript;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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

/**
 * The requests of the tests of vLLM (tests/entrypoints/speech_to_text) and speaches (tests), field for field but for the name of the
 * model, and what those tests look at. They start servers of their own, so they cannot be run against an address.
 */
@Tag("heavy")
@Timeout(120)
class SuitesOfOthersIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    private static final String TRANSLATIONS = "/v1/audio/translations";
    private static final String IGNORED = "x-sotto-ignored-fields";

    @TempDir
    static Path home;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(home, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void plain() {
        server.transcriber.requests.clear();
        server.transcriber.script = request ->
                Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
    }

    private static MultipartBody vllm() {
        return new MultipartBody()
                .part(
                        "form-data; name=\"file\"; filename=\"mary_had_lamb.ogg\"",
                        "a recording of speech".getBytes(StandardCharsets.UTF_8))
                .field("model", "whisper-1")
                .field("language", "en")
                .field("temperature", "0.0");
    }

    private static JsonObject json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    @Test
    void vllm_text_and_its_length() {
        HttpResponse<String> text = server.post(TRANSCRIPTIONS, vllm().field("response_format", "text"));
        assertThat(text.body())
                .as("text, as OpenAI has it, and no object")
                .isEqualTo(ScriptedTranscriber.TEXT.strip() + "\n");
        JsonObject json = json(server.post(TRANSCRIPTIONS, vllm().field("response_format", "json")));
        assertThat(json.getString("text")).isEqualTo(ScriptedTranscriber.TEXT.strip());
        assertThat(json.getJsonObject("usage").getInteger("seconds")).isEqualTo(5);
    }

    @Test
    void vllm_segments_with_their_scores() {
        JsonObject segment = json(server.post(TRANSCRIPTIONS, vllm().field("response_format", "verbose_json")))
                .getJsonArray("segments")
                .getJsonObject(0);
        assertThat(segment.getDouble("avg_logprob")).isNotNull();
        assertThat(segment.getDouble("compression_ratio")).isNotNull();
    }

    @Test
    void vllm_a_language_that_is_none_and_a_file_that_is_no_audio_are_400() {
        MultipartBody form = new MultipartBody()
                .file(new byte[20])
                .field("model", "whisper-1")
                .field("language", "hh")
                .field("temperature", "0.0");
        assertThat(server.post(TRANSCRIPTIONS, form).statusCode()).isEqualTo(400);
        server.transcriber.script = request ->
                Future.succeededFuture(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "The file is no audio."));
        HttpResponse<String> invalid = server.post(
                TRANSCRIPTIONS,
                new MultipartBody()
                        .part(
                                "form-data; name=\"file\"; filename=\"invalid.wav\"",
                                "not a valid audio file".getBytes(StandardCharsets.UTF_8))
                        .field("model", "whisper-1")
                        .field("language", "en"));
        assertThat(invalid.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"/v1/chat/completions", "/v1/completions"})
    void vllm_models_of_text_are_404(String path) {
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"whisper-1\",\"prompt\":\"Hello\"}")));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("message"))
                .isNotBlank();
    }

    @Test
    void vllm_a_stream_put_together_is_the_text() {
        String whole = json(server.post(TRANSCRIPTIONS, vllm().field("response_format", "json")))
                .getString("text");
        HttpResponse<String> answer = server.post(
                TRANSCRIPTIONS,
                vllm().field("stream", "True")
                        .field("stream_include_usage", "True")
                        .field("stream_continuous_usage_stats", "True"));
        assertThat(answer.headers().firstValue(IGNORED))
                .hasValue("stream_continuous_usage_stats, stream_include_usage");
        List<JsonObject> events = JobEventsReader.parse(answer.body());
        assertThat(events.stream()
                        .filter(event -> event.getString("event").endsWith(".delta"))
                        .map(event -> event.getJsonObject("data").getString("delta"))
                        .collect(Collectors.joining()))
                .isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frequency_penalty=1.8,min_p=0.5,presence_penalty=2.0,repetition_penalty=1.9,seed=42,top_k=12,top_p=0.4",
                "max_completion_tokens=1",
                "max_completion_tokens=1000000",
                "n=1,use_beam_search=True",
                "n=2,use_beam_search=True"
            })
    void vllm_fields_of_other_models_are_passed_over_and_named(String fields) {
        MultipartBody form = vllm();
        for (String field : fields.split(",", -1)) {
            form.field(field.split("=", -1)[0], field.split("=", -1)[1]);
        }
        HttpResponse<String> answer = server.post(TRANSCRIPTIONS, form);
        assertThat(json(answer).getString("text")).isNotBlank();
        assertThat(answer.headers().firstValue(IGNORED))
                .hasValue(fields.replaceAll("=[^,]*", "").replace(",", ", "));
    }

    @Test
    void vllm_a_prompt_reaches_the_model() throws Exception {
        String prompt = "This is a speech, recorded in a phonograph.";
        json(server.post(TRANSCRIPTIONS, vllm().field("prompt", prompt)));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.options().prompt().initialPrompt()).isEqualTo(Optional.of(prompt));
    }

    @Test
    void vllm_a_translation_names_its_languages() {
        MultipartBody form = new MultipartBody()
                .file(new byte[20])
                .field("model", "org/many")
                .field("language", "it")
                .field("to_language", "en")
                .field("temperature", "0.0");
        HttpResponse<String> answer = server.post(TRANSLATIONS, form);
        assertThat(json(answer).getString("text")).isNotBlank();
        assertThat(answer.headers().firstValue(IGNORED)).hasValue("language, to_language");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "verbose_json", "stream"})
    void speaches_silence_has_no_text(String format) {
        server.transcriber.script = request -> Future.succeededFuture(new TranscriptionReply.Succeeded(
                new Transcript(request.options().task(), "en", 45, "", List.of())));
        MultipartBody form = new MultipartBody()
                .part("form-data; name=\"file\"; filename=\"silence.wav\"", new byte[64])
                .field("model", "whisper-1")
                .field("response_format", format.equals("stream") ? "json" : format);
        if (format.equals("stream")) {
            List<JsonObject> events = JobEventsReader.parse(
                    server.post(TRANSCRIPTIONS, form.field("stream", "true")).body());
            assertThat(events).hasSize(1);
            assertThat(events.get(0).getJsonObject("data").getString("type")).isEqualTo("transcript.text.done");
            assertThat(events.get(0).getJsonObject("data").getString("text")).isEmpty();
            return;
        }
        JsonObject json = json(server.post(TRANSCRIPTIONS, form));
        assertThat(json.getString("text")).isEmpty();
        assertThat(json.containsKey("words")).isFalse();
        if (format.equals("verbose_json")) {
            assertThat(json.getJsonArray("segments")).isEqualTo(new JsonArray());
        }
    }

    @Test
    void speaches_parts_of_a_recording_are_not_taken_and_the_answer_says_so() {
        HttpResponse<String> answer = server.post(
                TRANSCRIPTIONS,
                new MultipartBody()
                        .file(new byte[20])
                        .field("model", "whisper-1")
                        .field("response_format", "verbose_json")
                        .field("start", "1.0")
                        .field("duration", "2.0"));
        assertThat(answer.headers().firstValue(IGNORED)).hasValue("duration, start");
        assertThat(json(answer).getValue("duration")).isInstanceOf(Number.class);
    }

    @Test
    void speaches_health_and_contract_need_no_key_and_models_do(@TempDir Path other) throws Exception {
        String key = "test-api-key-123-of-enough-characters";
        try (TestServer closed = TestServer.start(other, Map.of("SOTTO_ADMIN_KEY", key))) {
            for (String path : new String[] {"/health", "/docs", "/openapi.json"}) {
                assertThat(closed.get(path).statusCode()).as(path).isEqualTo(200);
            }
            for (String sent : new String[] {"", "Bearer wrong-api-key", key}) {
                HttpRequest.Builder request = HttpRequest.newBuilder(closed.uri("/v1/models"));
                HttpResponse<String> refused =
                        closed.send(sent.isEmpty() ? request : request.header("authorization", sent));
                assertThat(refused.statusCode()).isEqualTo(401);
                assertThat(refused.headers().firstValue("www-authenticate"))
                        .get()
                        .asString()
                        .startsWith("Bearer");
            }
            assertThat(closed.send(HttpRequest.newBuilder(closed.uri("/v1/models"))
                                    .header("authorization", "Bearer " + key))
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
