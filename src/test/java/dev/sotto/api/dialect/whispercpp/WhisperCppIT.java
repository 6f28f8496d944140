package dev.sotto.api.dialect.whispercpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.FallbackOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.TranscriptionOptions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server of whisper.cpp: the examples of its README, its fields, and what it refuses. */
@Tag("heavy")
class WhisperCppIT {
    private static final String PATH = "/inference";

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
    void forget() {
        server.transcriber.requests.clear();
        assertThat(load("tiny.en").body()).isEqualTo("Load was successful!");
    }

    @Test
    void example_of_its_readme_is_answered_with_a_line_for_each_segment() throws Exception {
        HttpResponse<String> response = server.post(
                PATH,
                form().field("temperature", "0.0")
                        .field("temperature_inc", "0.2")
                        .field("response_format", "json"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo("{\"text\":\" And so, my fellow listeners, ask not.\\n\"}");
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.options())
                .isEqualTo(TranscriptionOptions.builder().language("en").build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text | text/plain; charset=utf-8 | ' And so, my fellow listeners, ask not.\\n'",
                "srt | application/x-subrip | '1\\n"
                        + "00:00:00,000 --> 00:00:04,500\\n"
                        + "And so, my fellow listeners, ask not.\\n"
                        + "\\n"
                        + "'",
                "vtt | text/vtt | 'WEBVTT\\n"
                        + "\\n"
                        + "00:00:00.000 --> 00:00:04.500\\n"
                        + "And so, my fellow listeners, ask not.\\n"
                        + "\\n"
                        + "'",
                "xml | application/json | '{\"text\":\" And so, my fellow listeners, ask not.\\\\n\"}'"
            })
    void every_format_has_its_type_and_one_that_is_unknown_is_json(String format, String type, String body) {
        HttpResponse<String> response = server.post(PATH, form().field("response_format", format));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue(type);
        assertThat(response.body())
                .isEqualTo(body.replace("\\\\n", "\u0001").replace("\\n", "\n").replace("\u0001", "\\n"));
    }

    @Test
    void verbose_json_has_segments_with_words_and_without_times_where_none_are_wanted() {
        HttpResponse<String> response = server.post(PATH, form().field("response_format", "verbose_json"));
        assertThat(new JsonObject(response.body())).isEqualTo(new JsonObject("""
            {"task":"transcribe","language":"english","duration":4.75,
             "text":" And so, my fellow listeners, ask not.\\n",
             "segments":[{"id":0,"text":" And so, my fellow listeners, ask not.","start":0.0,"end":4.5,
               "tokens":[50363,843,523,50588],
               "words":[{"word":" And","start":0.5,"end":0.75,"probability":0.875}],
               "temperature":0.0,"avg_logprob":-0.25,"no_speech_prob":0.062}],
             "detected_language":"english"}\
            """));
        JsonObject without = new JsonObject(server.post(
                        PATH, form().field("response_format", "verbose_json").field("no_timestamps", "true"))
                .body());
        assertThat(without.getJsonArray("segments").getJsonObject(0).fieldNames())
                .doesNotContain("start", "end", "words")
                .contains("tokens", "no_speech_prob");
    }

    @Test
    void knobs_reach_the_worker_in_our_words() throws Exception {
        load("org/many");
        server.post(
                PATH,
                form().field("language", "de")
                        .field("translate", "true")
                        .field("prompt", "Ada")
                        .field("offset_t", "1500")
                        .field("duration", "2500")
                        .field("beam_size", "3")
                        .field("logprob_thold", "-0.5")
                        .field("no_speech_thold", "0.25")
                        .field("temperature", "0.2")
                        .field("temperature_inc", "0.4")
                        .field("vad", "true")
                        .field("vad_threshold", "0.75"));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.model()).isEqualTo("org/many");
        TranscriptionOptions options = request.options();
        assertThat(options.task()).isEqualTo(Task.TRANSLATE);
        assertThat(options.language()).isEqualTo(Optional.of("de"));
        assertThat(options.prompt().initialPrompt()).isEqualTo(Optional.of("Ada"));
        assertThat(options.media().span()).isEqualTo(new TimeSpan(1.5, 4.0));
        assertThat(options.search().beamSize()).isEqualTo(OptionalInt.of(3));
        assertThat(options.fallback())
                .isEqualTo(FallbackOptions.builder()
                        .temperatures(List.of(0.2, 0.6, 1.0))
                        .logProbabilityThreshold(OptionalDouble.of(-0.5))
                        .noSpeechThreshold(OptionalDouble.of(0.25))
                        .build());
        assertThat(options.speech().vadFilter()).isEqualTo(Optional.of(true));
        assertThat(options.speech().activity().threshold()).isEqualTo(0.75);
    }

    @Test
    void language_is_english_unless_it_is_sent_and_auto_detects_it() throws Exception {
        load("org/many");
        server.post(PATH, form());
        assertThat(server.transcriber.requests.take().options().language()).isEqualTo(Optional.of("en"));
        server.post(PATH, form().field("language", "auto"));
        assertThat(server.transcriber.requests.take().options().language()).isEmpty();
        server.post(PATH, form().field("language", "fr").field("detect_language", "true"));
        assertThat(server.transcriber.requests.take().options().language()).isEmpty();
    }

    @Test
    void numbers_of_cues_begin_behind_the_offset_and_ignored_knobs_are_named() {
        HttpResponse<String> response = server.post(
                PATH,
                form().field("response_format", "srt").field("offset_n", "10").field("audio_ctx", "768"));
        assertThat(response.body()).startsWith("11\n00:00:00,000 --> ");
        assertThat(response.headers().firstValue("x-sotto-ignored-fields")).hasValue("audio_ctx");
    }

    @Test
    void load_takes_a_name_or_the_file_of_a_model_and_refuses_others() throws Exception {
        assertThat(load("models/ggml-tiny.en-q5_1.bin").body()).isEqualTo("Load was successful!");
        assertThat(load("org/many").statusCode()).isEqualTo(200);
        server.post(PATH, form());
        assertThat(server.transcriber.requests.take().model()).isEqualTo("org/many");
        HttpResponse<String> unknown = load("models/ggml-large-v3.bin");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).isEqualTo("{\"error\":\"model not found!\"}");
        HttpResponse<String> missing = server.post("/load", new MultipartBody());
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(missing.body()).isEqualTo("{\"error\":\"no 'model' field in the request\"}");
    }

    @Test
    void health_under_its_prefix_says_ok_or_that_the_model_is_loaded() {
        assertThat(server.get("/compat/whisper-cpp/health").body()).isEqualTo("{\"status\":\"ok\"}");
        server.transcriber.isReady = false;
        try {
            HttpResponse<String> loading = server.get("/compat/whisper-cpp/health");
            assertThat(loading.statusCode()).isEqualTo(503);
            assertThat(loading.body()).isEqualTo("{\"status\":\"loading model\"}");
        } finally {
            server.transcriber.isReady = true;
        }
    }

    @Test
    void request_without_a_file_is_refused_in_its_words() {
        HttpResponse<String> response = server.post(PATH, new MultipartBody().field("temperature", "0"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo("{\"error\":\"no 'file' field in the request\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "temperature, hot", "temperature, -1", "temperature_inc, much", "temperature, nan",
        "offset_t, soon", "offset_t, -5", "duration, long", "duration, -1",
        "beam_size, wide", "beam_size, 1000", "best_of, some", "language, klingon",
        "translate, perhaps", "no_timestamps, maybe", "diarize, perhaps", "detect_language, 2",
        "logprob_thold, low", "no_speech_thold, high", "max_len, short", "max_len, -3",
        "vad, perhaps", "vad_threshold, 7", "vad_min_speech_duration_ms, soon", "offset_n, first"
    })
    void bad_values_are_400_with_a_sentence(String name, String value) {
        load("org/many");
        HttpResponse<String> response =
                server.post(PATH, form().field(name, value).field("response_format", "json"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        JsonObject body = new JsonObject(response.body());
        assertThat(body.fieldNames()).containsExactly("error");
        assertThat(body.getString("error")).isNotBlank();
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void body_that_is_no_form_is_415_in_its_shape() {
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri(PATH))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(new JsonObject(response.body()).getValue("error")).isInstanceOf(String.class);
    }

    private static MultipartBody form() {
        return new MultipartBody().file(new byte[20]);
    }

    private static HttpResponse<String> load(String model) {
        return server.post("/load", new MultipartBody().field("model", model));
    }
}
