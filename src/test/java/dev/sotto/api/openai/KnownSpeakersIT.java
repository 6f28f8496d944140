package dev.sotto.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.VoiceClip;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clips of known speakers, from a request over the store to the worker. */
@Tag("heavy")
class KnownSpeakersIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    private static final String NAMES = "known_speaker_names[]";
    private static final String REFERENCES = "known_speaker_references[]";

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

    @Test
    void clips_of_a_form_reach_the_worker_in_the_order_of_their_names() throws Exception {
        byte[] large = new byte[1_500_000];
        HttpResponse<String> answer = server.post(
                TRANSCRIPTIONS,
                form().field(NAMES, "Agent")
                        .field(NAMES, "Zoë (Kundin)")
                        .field(REFERENCES, url("first".getBytes(StandardCharsets.UTF_8)))
                        .field(REFERENCES, url(large)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-sotto-ignored-fields")).isEmpty();
        List<VoiceClip> clips = heard().known().clips();
        assertThat(clips).extracting(VoiceClip::name).containsExactly("Agent", "Zoë (Kundin)");
        assertThat(clips.get(0).content()).isEqualTo("first".getBytes(StandardCharsets.UTF_8));
        assertThat(clips.get(1).content()).isEqualTo(large);
    }

    @Test
    void clips_of_json_reach_the_worker_too() throws Exception {
        byte[] large = new byte[1_500_000];
        JsonObject body = new JsonObject()
                .put("model", "gpt-4o-transcribe-diarize")
                .put("response_format", "diarized_json")
                .put("input_audio", new JsonObject().put("data", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA"))
                .put("known_speaker_names", new JsonArray().add("Ann"))
                .put("known_speaker_references", new JsonArray().add(url(large)));
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri(TRANSCRIPTIONS))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode())));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(heard().known().clips()).singleElement().satisfies(clip -> {
            assertThat(clip.name()).isEqualTo("Ann");
            assertThat(clip.content()).hasSize(1_500_000);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"Ann\", \"Bo\"]", "Ann, Bo", "Ann,Bo"})
    void names_and_clips_may_each_be_one_text(String names) throws Exception {
        String clips = new JsonArray()
                .add(url("first".getBytes(StandardCharsets.UTF_8)))
                .add(url("second".getBytes(StandardCharsets.UTF_8)))
                .encode();
        HttpResponse<String> answer = server.post(
                TRANSCRIPTIONS, form().field("known_speaker_names", names).field("known_speaker_references", clips));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<VoiceClip> heard = heard().known().clips();
        assertThat(heard).extracting(VoiceClip::name).containsExactly("Ann", "Bo");
        assertThat(heard.get(1).content()).isEqualTo("second".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_job_has_its_clips_too() throws Exception {
        HttpResponse<String> made =
                server.post("/v1/jobs", form().field(NAMES, "Ann").field(REFERENCES, url(new byte[] {1, 2, 3})));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
        assertThat(heard().known().clips()).extracting(VoiceClip::name).containsExactly("Ann");
    }

    private static TranscriptionRequest heard() throws InterruptedException {
        TranscriptionRequest request = server.transcriber.requests.poll(20, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }

    static Stream<Arguments> wrong() {
        String clip = url(new byte[] {1});
        return Stream.of(
                bad("known_speaker_references[0]", "expected one reference for each name", f -> f.field(NAMES, "A")),
                bad("known_speaker_names[0]", "expected one reference", f -> f.field(REFERENCES, clip)),
                bad("known_speaker_references[1]", "There are 2", f -> f.field(NAMES, "Ann")
                        .field(NAMES, "Bo")
                        .field(REFERENCES, clip)),
                bad("known_speaker_names[16]", "at most 16", f -> {
                    for (int i = 0; i < 17; i++) {
                        f.field(NAMES, "n" + i).field(REFERENCES, clip);
                    }
                    return f;
                }),
                bad("known_speaker_names[0]", "letters, digits", pair("<b>", clip)),
                bad("known_speaker_names[0]", "letters, digits", pair("x".repeat(65), clip)),
                bad("known_speaker_names[0]", "letters, digits", pair("", clip)),
                bad("known_speaker_names[0]", "letters, digits", pair("a\nb", clip)),
                bad("known_speaker_names[1]", "letters, digits", f -> pair("-x", clip)
                        .apply(pair("Ann", clip).apply(f))),
                bad("known_speaker_references[0]", "has ''", pair("Ann", "")),
                bad("known_speaker_references[0]", "data URL", pair("Ann", "https://example.org/ann.wav")),
                bad("known_speaker_references[0]", "data URL", pair("Ann", "UklGRg==")),
                bad("known_speaker_references[0]", "data URL", pair("Ann", "data:audio/wav,abc")),
                bad("known_speaker_references[0]", "not base64", pair("Ann", "data:audio/wav;base64,A")),
                bad("known_speaker_references[0]", "no content", pair("Ann", "data:audio/wav;base64,")),
                bad("known_speaker_references[1]", "data URL", f -> pair("Bo", "file:///etc/passwd")
                        .apply(pair("Ann", clip).apply(f))),
                bad("known_speaker_references[1]", "8388608 bytes together", f -> pair("Bo", url(new byte[4_500_000]))
                        .apply(pair("Ann", url(new byte[4_500_000])).apply(f))),
                bad("known_voices", "voices.enabled", f -> f.field("known_voices", "all")),
                bad("known_speaker_names", "channels=split", f -> pair("Ann", clip)
                        .apply(f.field("channels", "split"))));
    }

    private static Arguments bad(String param, String message, UnaryOperator<MultipartBody> fields) {
        return Arguments.of(param, message, fields);
    }

    private static UnaryOperator<MultipartBody> pair(String name, String reference) {
        return form -> form.field(NAMES, name).field(REFERENCES, reference);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wrong")
    void what_cannot_be_is_refused_by_its_place_before_anything_runs(
            String param, String message, UnaryOperator<MultipartBody> fields) {
        HttpResponse<String> refused = server.post(TRANSCRIPTIONS, fields.apply(form()));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        JsonObject error = new JsonObject(refused.body()).getJsonObject("error");
        assertThat(error.getString("param")).isEqualTo(param);
        assertThat(error.getString("message")).contains(message);
        assertThat(server.transcriber.requests).isEmpty();
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void without_diarize_and_with_more_than_a_form_may_hold_they_are_refused() {
        HttpResponse<String> plain = server.post(
                TRANSCRIPTIONS,
                new MultipartBody()
                        .field("model", "whisper-1")
                        .field(NAMES, "Ann")
                        .field(REFERENCES, url(new byte[1]))
                        .file(new byte[16]));
        assertThat(plain.statusCode()).isEqualTo(400);
        assertThat(plain.body()).contains("expected diarize beside it");
        HttpResponse<String> large =
                server.post(TRANSCRIPTIONS, form().field(NAMES, "Ann").field(REFERENCES, url(new byte[20 << 20])));
        assertThat(large.statusCode()).as(large.body()).isEqualTo(400);
        assertThat(large.body()).contains("clips of known speakers");
    }

    private static MultipartBody form() {
        return new MultipartBody()
                .field("model", "gpt-4o-transcribe-diarize")
                .field("response_format", "diarized_json")
                .file(new byte[16]);
    }

    private static String url(byte[] clip) {
        return "data:audio/wav;base64," + Base64.getEncoder().encodeToString(clip);
    }
}
