package dev.sotto.api.dialect.asrwebservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** whisper-asr-webservice: the requests of Bazarr and Speakr, its formats, samples without a head, and what it refuses. */
@Tag("heavy")
@Timeout(120)
class AsrIT {
    private static final int WAVE_HEAD_BYTES = 44;

    @TempDir
    static Path home;

    private static TestServer server;
    private static volatile byte[] seen = new byte[0];

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(home, Map.of());
        server.transcriber.script = request -> {
            try {
                seen = Files.readAllBytes(ScriptedTranscriber.file(request));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        };
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void forget() {
        server.transcriber.requests.clear();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | txt | 'And so, my fellow listeners, ask not.\\n'",
                "output=txt | txt | 'And so, my fellow listeners, ask not.\\n'",
                "output=srt | srt | '1\\n00:00:00,000 --> 00:00:04,500\\nAnd so, my fellow listeners, ask not.\\n\\n'",
                "output=vtt | vtt | 'WEBVTT\\n"
                        + "\\n"
                        + "00:00:00.000 --> 00:00:04.500\\n"
                        + "And so, my fellow listeners, ask not.\\n"
                        + "\\n"
                        + "'",
                "output=tsv | tsv | 'start\\tend\\ttext\\n0\\t4500\\tAnd so, my fellow listeners, ask not.\\n'",
                "output_format=srt | srt | '1\\n"
                        + "00:00:00,000 --> 00:00:04,500\\n"
                        + "And so, my fellow listeners, ask not.\\n"
                        + "\\n"
                        + "'",
                "output=docx | txt | 'And so, my fellow listeners, ask not.\\n'"
            })
    void transcript_is_a_file_of_the_format_in_the_query(String query, String ending, String expected) {
        HttpResponse<String> response = server.post("/asr?" + query, recording(new byte[20]));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(response.headers().firstValue("content-disposition"))
                .hasValue("attachment; filename=\"a%20talk.mp3." + ending + "\"");
        assertThat(response.headers().firstValue("asr-engine")).isPresent();
        assertThat(response.body()).isEqualTo(expected.replace("\\n", "\n").replace("\\t", "\t"));
    }

    @Test
    void request_of_bazarr_with_samples_alone_becomes_a_wave_file() throws Exception {
        byte[] samples = new byte[64_000];
        Arrays.fill(samples, (byte) 3);
        HttpResponse<String> response = server.post(
                "/asr?task=transcribe&language=en&output=srt&encode=false&video_file=film.mkv", recording(samples));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("1\n00:00:00,000 --> ");
        assertThat(server.transcriber.requests.take().options().language()).isEqualTo(Optional.of("en"));
        assertThat(seen).hasSize(WAVE_HEAD_BYTES + samples.length);
        ByteBuffer head = ByteBuffer.wrap(seen).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(seen, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
        assertThat(head.getInt(24)).isEqualTo(16_000);
        assertThat(head.getShort(22)).isEqualTo((short) 1);
        assertThat(head.getShort(34)).isEqualTo((short) 16);
        assertThat(head.getInt(40)).isEqualTo(samples.length);
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void file_with_a_head_of_its_own_is_left_as_it_is_whatever_its_sender_says() {
        byte[] wave = "RIFF....WAVEfmt and so on".getBytes(StandardCharsets.US_ASCII);
        server.post("/asr?encode=false", recording(wave));
        assertThat(seen).isEqualTo(wave);
    }

    @Test
    void language_is_detected_from_the_first_window_alone() throws Exception {
        byte[] samples = new byte[2_000_000];
        HttpResponse<String> response = server.post("/detect-language?encode=false", recording(samples));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(new JsonObject(response.body()))
                .isEqualTo(new JsonObject()
                        .put("detected_language", "english")
                        .put("language_code", "en")
                        .put("confidence", 0.625));
        assertThat(seen).hasSize(WAVE_HEAD_BYTES + 30 * 32_000);
        assertThat(server.transcriber.requests.take().options().media().span()).isEqualTo(new TimeSpan(0, 30));
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void request_of_speakr_tells_speakers_and_names_what_counts_for_nothing() throws Exception {
        HttpResponse<String> response = server.post(
                "/asr?encode=true&task=transcribe&output=json&diarize=true&return_speaker_embeddings=true"
                        + "&min_speakers=1&max_speakers=4&hotwords=Ada&initial_prompt=A+talk",
                recording(new byte[20]));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonObject segment =
                new JsonObject(response.body()).getJsonArray("segments").getJsonObject(0);
        assertThat(segment.getString("speaker")).isEqualTo("SPEAKER_00");
        assertThat(response.headers().firstValue("x-sotto-ignored-fields")).hasValue("return_speaker_embeddings");
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.options().speakers().max()).isEqualTo(OptionalInt.of(4));
        assertThat(request.options().prompt().hotwords()).isEqualTo(Optional.of("Ada"));
        assertThat(request.options().prompt().initialPrompt()).isEqualTo(Optional.of("A talk"));
    }

    @Test
    void json_has_the_result_of_whisper_with_words_where_they_are_wanted() {
        JsonObject json = new JsonObject(server.post("/asr?output=json&word_timestamps=true", recording(new byte[20]))
                .body());
        assertThat(json.fieldNames()).containsExactly("text", "segments", "language");
        assertThat(json.getJsonArray("segments")
                        .getJsonObject(0)
                        .getJsonArray("words")
                        .encode())
                .isEqualTo("[{\"word\":\" And\",\"start\":0.5,\"end\":0.75,\"probability\":0.875}]");
    }

    @Test
    void translation_takes_the_language_that_is_spoken() throws Exception {
        server.post("/asr?task=translate&language=fr&model=org%2Fmany", recording(new byte[20]));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.options().task()).isEqualTo(Task.TRANSLATE);
        assertThat(request.options().language()).isEqualTo(Optional.of("fr"));
    }

    @ParameterizedTest
    @CsvSource({
        "task=sing",
        "task=7",
        "language=klingon",
        "language=123",
        "encode=perhaps",
        "word_timestamps=maybe",
        "vad_filter=2",
        "diarize=perhaps",
        "enable_diarization=x",
        "model=none",
        "model=..%2F..%2Fetc",
        "diarize=true&min_speakers=some",
        "diarize=true&max_speakers=-1",
        "diarize=true&num_speakers=0",
        "diarize=true&min_speakers=4&max_speakers=2",
        "diarize=true&num_speakers=999",
        "task=translate&model=tiny.en",
        "language=de&model=tiny.en",
        "encode=",
        "task=transcribe%20now"
    })
    void errors_have_their_status_and_an_empty_body(String query) {
        HttpResponse<String> response = server.post("/asr?" + query, recording(new byte[20]));
        if (query.equals("encode=")) { // nothing is not given
            assertThat(response.statusCode()).isEqualTo(200);
            return;
        }
        assertThat(response.statusCode()).isIn(400, 404);
        assertThat(response.body()).isEmpty();
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void requests_that_cannot_be_read_have_an_empty_body_too() {
        HttpResponse<String> noFile = server.post("/asr", new MultipartBody().field("task", "transcribe"));
        assertThat(noFile.statusCode()).isEqualTo(400);
        assertThat(noFile.body()).isEmpty();
        HttpResponse<String> noForm = server.send(
                HttpRequest.newBuilder(server.uri("/detect-language")).POST(HttpRequest.BodyPublishers.ofString("x")));
        assertThat(noForm.statusCode()).isEqualTo(415);
        assertThat(noForm.body()).isEmpty();
        HttpResponse<String> wrongMethod = server.get("/asr");
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.body()).isEmpty();
        assertThat(server.get("/compat/whisper-asr-webservice/nowhere").body()).isEmpty();
    }

    private static MultipartBody recording(byte[] content) {
        return new MultipartBody().part("form-data; name=\"audio_file\"; filename=\"a talk.mp3\"", content);
    }
}
