package dev.sotto.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.FallbackOptions;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.SpeakerOptions;
import dev.sotto.transcript.SpeakerWork;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.transcript.WordOptions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two audio operations over real HTTP, from the form to the bus and back. */
@Tag("heavy")
class TranscriptionIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";

    @TempDir
    static Path home;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(home, Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.transcriber.requests.clear();
    }

    @Test
    void plain_request_is_answered_with_json_and_a_request_id() {
        HttpResponse<String> response = server.post(TRANSCRIPTIONS, form());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.headers().firstValue("x-request-id"))
                .get()
                .asString()
                .matches("req_[0-9a-f-]{36}");
        assertThat(response.body()).contains("\"text\":\"And so, my fellow listeners, ask not.\"");
    }

    @ParameterizedTest
    @EnumSource(names = "TSV", mode = EnumSource.Mode.EXCLUDE)
    void every_format_of_openai_is_written_with_its_type(TranscriptFormat format) throws Exception {
        MultipartBody form = form().field("response_format", format.wireName());
        if (format == TranscriptFormat.RTTM) {
            form.field("diarize", "true");
        }
        if (format == TranscriptFormat.ALIGNED_JSON) {
            form.field("word_timestamps", "true");
        }
        HttpResponse<String> response = server.post(TRANSCRIPTIONS, form);

        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue(format.contentType());
        byte[] document = format.encode(ScriptedTranscriber.transcript(request), DocumentOptions.DEFAULTS);
        assertThat(response.body()).isEqualTo(new String(document, StandardCharsets.UTF_8));
    }

    @Test
    void diarized_json_asks_for_speakers_by_itself_and_rttm_needs_them_asked_for() throws Exception {
        assertThat(server.post(TRANSCRIPTIONS, form().field("response_format", "diarized_json"))
                        .body())
                .contains("\"text\":\"A: And so, my fellow listeners, ask not.\"")
                .contains("\"speaker\":\"A\"");
        assertThat(server.transcriber.requests.take().options().speakers().diarize())
                .isTrue();
        HttpResponse<String> refused = server.post(TRANSCRIPTIONS, form().field("response_format", "rttm"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("response_format rttm needs diarize=true.");
    }

    @Test
    void model_of_openai_that_tells_speakers_apart_does_so_here_unless_told_otherwise() throws Exception {
        MultipartBody form = new MultipartBody()
                .field("model", "gpt-4o-transcribe-diarize")
                .field("response_format", "verbose_json")
                .file(new byte[] {1, 2, 3});
        assertThat(server.post(TRANSCRIPTIONS, form).body()).contains("\"speaker\":\"A\"");
        assertThat(server.transcriber.requests.take().model()).isEqualTo("org/many");
        server.post(TRANSCRIPTIONS, form.field("diarize", "false"));
        assertThat(server.transcriber.requests.take().options().speakers().diarize())
                .isFalse();
    }

    @Test
    void how_many_speakers_are_expected_reaches_the_worker_and_what_cannot_be_is_refused() throws Exception {
        server.post(
                TRANSCRIPTIONS,
                form().field("diarize", "on").field("min_speakers", "2").field("max_speakers", "3"));
        assertThat(server.transcriber.requests.take().options().speakers())
                .isEqualTo(new SpeakerOptions(
                        true, OptionalInt.empty(), OptionalInt.of(2), OptionalInt.of(3), SpeakerWork.WITH_TEXT));
        HttpResponse<String> refused = server.post(TRANSCRIPTIONS, form().field("num_speakers", "2"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .contains("num_speakers '2'; expected diarize beside it.")
                .contains("\"param\":\"num_speakers\"");
    }

    @Test
    void fields_that_count_for_nothing_are_named_in_the_answer() {
        HttpResponse<String> response = server.post(
                TRANSCRIPTIONS,
                form().field("languag", "de")
                        .field("tags[]", "a")
                        .field("priority", "3")
                        .field("timestamp_granularities[]", "segment")
                        .field("a b", "no name for a header"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-sotto-ignored-fields")).hasValue("languag, tags[]");
        assertThat(server.post(TRANSCRIPTIONS, form()).headers().firstValue("x-sotto-ignored-fields"))
                .isEmpty();
        HttpResponse<String> job = server.post("/v1/jobs", form().field("langauge", "de"));
        assertThat(job.headers().firstValue("x-sotto-ignored-fields")).hasValue("langauge");
        JobEventsReader.readAll(server, new JsonObject(job.body()).getString("id")); // until it has ended
    }

    @Test
    void granularities_ask_for_words_and_say_what_is_listed() throws Exception {
        String words = server.post(
                        TRANSCRIPTIONS,
                        form().field("response_format", "verbose_json").field("timestamp_granularities[]", "word"))
                .body();
        assertThat(server.transcriber.requests.take().options().words()).isEqualTo(WordOptions.TIMED);
        assertThat(words).doesNotContain("\"segments\"").contains("\"words\":[{\"word\":\"And\"");
        String both = server.post(
                        TRANSCRIPTIONS,
                        form().field("response_format", "verbose_json")
                                .field("timestamp_granularities[]", "word")
                                .field("timestamp_granularities[]", "segment"))
                .body();
        assertThat(both).contains("\"segments\"").contains("\"words\"");
        String segments = server.post(TRANSCRIPTIONS, form().field("response_format", "verbose_json"))
                .body();
        assertThat(segments).contains("\"segments\"").doesNotContain("\"words\"");
    }

    @Test
    void how_probable_words_are_is_listed_where_that_is_asked_for() throws Exception {
        String answer = server.post(TRANSCRIPTIONS, form().field("include[]", "logprobs"))
                .body();
        assertThat(server.transcriber.requests.take().options().words().timestamps())
                .isTrue();
        assertThat(answer).contains("\"logprobs\":[{\"token\":\" And\",\"logprob\":-0.134,\"bytes\":[32,65,110,100]}]");
        assertThat(server.post(TRANSCRIPTIONS, form().field("include[]", "colours"))
                        .body())
                .contains("include 'colours'; expected logprobs.");
        assertThat(server.post(TRANSCRIPTIONS, form().field("word_timestamps", "true"))
                        .body())
                .doesNotContain("logprobs");
    }

    @Test
    void fields_about_words_reach_the_worker_and_the_subtitles() throws Exception {
        String srt = server.post(
                        TRANSCRIPTIONS,
                        form().field("response_format", "srt")
                                .field("word_timestamps", "true")
                                .field("highlight_words", "1")
                                .field("append_punctuations", ".")
                                .field("prepend_punctuations", "(")
                                .field("hallucination_silence_threshold", "2.5"))
                .body();
        assertThat(server.transcriber.requests.take().options().words())
                .isEqualTo(new WordOptions(true, "(", ".", OptionalDouble.of(2.5)));
        assertThat(srt).contains("<u>And</u>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "Yes", "TRUE", "1"})
    void word_times_are_asked_for_in_any_words_for_yes(String yes) throws Exception {
        server.post(TRANSCRIPTIONS, form().field("response_format", "srt").field("word_timestamps", yes));
        assertThat(server.transcriber.requests.take().options().words()).isEqualTo(WordOptions.TIMED);
    }

    @Test
    void fields_reach_the_worker_as_options() throws Exception {
        server.post(
                TRANSCRIPTIONS,
                form().field("language", "EN")
                        .field("prompt", "Größe, 東京")
                        .field("temperature", "0.4")
                        .field("timestamp_granularities[]", "segment")
                        .field("stream", "true")
                        .field("mode", "sequential")
                        .field("vad_filter", "true")
                        .field("vad_parameters[threshold]", "0.6")
                        .field("vad_parameters[min_silence_duration_ms]", "500"));

        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.model()).isEqualTo("tiny.en");
        assertThat(request.options())
                .isEqualTo(TranscriptionOptions.builder()
                        .language("en")
                        .prompt(PromptOptions.builder()
                                .initialPrompt("Größe, 東京")
                                .build())
                        .fallback(FallbackOptions.builder()
                                .temperatures(List.of(0.4))
                                .build())
                        .speech(new SpeechOptions(
                                Optional.of(Mode.SEQUENTIAL),
                                Optional.of(true),
                                new VoiceActivity(0.6, OptionalDouble.empty(), 0, Double.POSITIVE_INFINITY, 500, 400)))
                        .build());
    }

    @Test
    void fields_about_the_sound_reach_the_worker_and_a_wrong_one_is_told() throws Exception {
        server.post(
                TRANSCRIPTIONS,
                form().field("audio_track", "de")
                        .field("channels", "split")
                        .field("start_seconds", "1.5")
                        .field("end_seconds", "60"));
        assertThat(server.transcriber.requests.take().options().media())
                .isEqualTo(MediaOptions.of("de", true, new TimeSpan(1.5, 60)));
        assertThat(server.post(TRANSCRIPTIONS, form().field("audio_track", "german"))
                        .body())
                .contains("audio_track 'german'; expected a number from 0, or a code such as de.");
        assertThat(server.post(TRANSCRIPTIONS, form().field("channels", "all")).body())
                .contains("channels 'all'; expected mix or split.");
        assertThat(server.post(TRANSCRIPTIONS, form().field("start_seconds", "-1"))
                        .body())
                .contains("start_seconds '-1'; expected a number of seconds, 0 or more.");
        assertThat(server.post(
                                TRANSCRIPTIONS,
                                form().field("start_seconds", "9").field("end_seconds", "3"))
                        .body())
                .contains("end_seconds '3'; expected 9 s or more.");
    }

    @Test
    void a_wrong_voice_activity_field_is_told_with_its_name_and_what_would_do() throws Exception {
        assertThat(server.post(TRANSCRIPTIONS, form().field("mode", "fast")).body())
                .contains("mode 'fast'; expected batched or sequential.");
        assertThat(server.post(TRANSCRIPTIONS, form().field("vad_filter", "maybe"))
                        .body())
                .contains("vad_filter 'maybe'; expected true or false.");
        assertThat(server.post(TRANSCRIPTIONS, form().field("vad_parameters[threshold]", "2"))
                        .body())
                .contains("vad_parameters[threshold] '2'; expected a number between 0 and 1.");
        assertThat(server.post(TRANSCRIPTIONS, form().field("vad_parameters[speech_pad_ms]", "x"))
                        .body())
                .contains("vad_parameters[speech_pad_ms] 'x'; expected a whole number.");
    }

    @Test
    void zero_or_no_temperature_means_the_fallback_ladder() throws Exception {
        server.post(TRANSCRIPTIONS, form().field("temperature", "0"));
        server.post(TRANSCRIPTIONS, form());

        assertThat(server.transcriber.requests.take().options()).isEqualTo(TranscriptionOptions.DEFAULTS);
        assertThat(server.transcriber.requests.take().options()).isEqualTo(TranscriptionOptions.DEFAULTS);
    }

    @Test
    void translation_reaches_the_worker_as_its_task_without_a_language() throws Exception {
        HttpResponse<String> response = server.post(
                "/v1/audio/translations",
                new MultipartBody()
                        .field("model", "org/many")
                        .field("language", "de")
                        .file(new byte[] {1}));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(server.transcriber.requests.take().options())
                .isEqualTo(TranscriptionOptions.builder().task(Task.TRANSLATE).build());
    }

    @Test
    void random_bytes_arrive_equal_and_are_deleted_after_the_answer() throws Exception {
        byte[] content = new byte[65_536];
        new Random(5).nextBytes(content);
        BlockingQueue<byte[]> seen = new LinkedBlockingQueue<>();
        var plain = server.transcriber.script;
        server.transcriber.script = request -> {
            seen.add(read(ScriptedTranscriber.file(request)));
            return plain.apply(request);
        };
        try {
            server.post(TRANSCRIPTIONS, new MultipartBody().file(content).field("model", "whisper-1"));
        } finally {
            server.transcriber.script = plain;
        }

        assertThat(seen.take()).isEqualTo(content);
        assertThat(server.uploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "-y.mp3",
                "a:b.mp3",
                "\uD83C\uDF99.mp3",
                "\u5F55\u97F3.wav",
                "\u202Ecod.mp3",
                "a\u0000b.mp3"
            })
    void odd_name_of_an_upload_names_no_file_of_ours(String name) throws Exception {
        HttpResponse<String> response = server.post(
                TRANSCRIPTIONS,
                new MultipartBody()
                        .field("model", "whisper-1")
                        .part("form-data; name=\"file\"; filename=\"" + name + "\"", new byte[] {1, 2, 3}));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        Path file = ScriptedTranscriber.file(server.transcriber.requests.take());
        assertThat(file.getParent()).isEqualTo(home.resolve("data/blobs"));
        assertThat(file.getFileName().toString()).matches("[a-z0-9]{26}-[0-9a-f]{64}");
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void file_without_a_file_name_arrives_too() throws Exception {
        byte[] content = new byte[100_000];
        HttpResponse<String> response = server.post(
                TRANSCRIPTIONS,
                new MultipartBody().field("model", "whisper-1").part("form-data; name=\"file\"", content));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    private static MultipartBody form() {
        return new MultipartBody().field("model", "whisper-1").file(new byte[] {1, 2, 3});
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
