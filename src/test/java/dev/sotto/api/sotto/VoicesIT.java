package dev.sotto.api.sotto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.VoiceReply;
import dev.sotto.fault.FaultCode;
import dev.sotto.pipeline.SpeakerRegrouping;
import dev.sotto.testing.DocumentedFields;
import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedEvidence;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.SpeakerEvidence;
import dev.sotto.transcript.SpeakerGrouping;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library of voices, over HTTP and the store; what is in a recording is told by rules on scripted evidence. */
@Tag("heavy")
class VoicesIT {
    private static final SpeakerEvidence EVIDENCE = ScriptedEvidence.ofThreeVoices();

    @TempDir
    static Path home;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_VOICES_ENABLED", "true"));
        server.transcriber.script = request -> Future.succeededFuture(new TranscriptionReply.Succeeded(
                SpeakerRegrouping.of(
                        EVIDENCE,
                        new SpeakerGrouping(
                                request.options().speakers(),
                                List.of(),
                                Map.of(),
                                request.known().profiles()),
                        new Cancellation()),
                Optional.of(EVIDENCE)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void forget() {
        new JsonObject(server.get("/v1/voices").body())
                .getJsonArray("data")
                .forEach(voice -> delete(((JsonObject) voice).getString("id")));
    }

    @Test
    void a_speaker_of_a_job_is_enrolled_named_in_later_ones_and_forgotten() throws Exception {
        String first = ended(Map.of());
        assertThat(text(first)).contains("\nB: w10");
        HttpResponse<String> made = enrol("{\"name\": \"Bo\", \"job\": \"%s\", \"speaker\": \"B\"}".formatted(first));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonObject voice = new JsonObject(made.body());
        assertThat(new DocumentedFields().findings("/v1/voices", "post", 201, voice))
                .isEmpty();
        assertThat(voice.getDouble("seconds")).isBetween(5.0, 10.0);
        HttpResponse<String> listed = server.get("/v1/voices");
        assertThat(new DocumentedFields().findings("/v1/voices", "get", 200, new JsonObject(listed.body())))
                .isEmpty();
        assertThat(listed.body()).contains("\"Bo\"").doesNotContain("vector");

        String second = ended(Map.of("known_voices", "all"));
        assertThat(text(second)).startsWith("A: w0").contains("\nBo: w10").contains("\nC: w20");
        String third = ended(Map.of("known_voices", "Bo"));
        assertThat(server.get("/v1/jobs/" + third + "/result?response_format=verbose_json")
                        .body())
                .contains("\"voice_likeness\"");
        assertThat(text(ended(Map.of()))).doesNotContain("Bo");

        assertThat(regroup(first, "{\"known_voices\": [\"Bo\"]}").body()).contains("\"Bo\"", "\"voice_likeness\"");
        assertThat(text(first)).contains("\nBo: w10");
        assertThat(regroup(second, "{\"known_voices\": []}").statusCode()).isEqualTo(200);
        assertThat(text(second)).contains("\nB: w10");

        HttpResponse<String> deleted = delete(voice.getString("id"));
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(delete(voice.getString("id")).statusCode()).isEqualTo(404);
        assertThat(regroup(third, "").statusCode()).isEqualTo(200);
        assertThat(text(third))
                .as("nothing of a deleted voice is left with the jobs")
                .contains("\nB: w10");
    }

    @Test
    void a_clip_is_enrolled_and_not_kept() {
        HttpResponse<String> made = server.post(
                "/v1/voices", new MultipartBody().field("name", "Ann").file(new byte[64]));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(new JsonObject(made.body()).getDouble("seconds")).isEqualTo(2.5);
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void a_clip_without_a_voice_is_refused_and_nothing_is_kept() {
        server.transcriber.voices = request -> new VoiceReply.Failed(FaultCode.INVALID_VALUE, "This voice has 0 s.");
        try {
            HttpResponse<String> refused = server.post(
                    "/v1/voices", new MultipartBody().field("name", "Ann").file(new byte[64]));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("This voice has 0 s.").contains("\"file\"");
            server.transcriber.voices = request -> new VoiceReply.Failed(FaultCode.INVALID_MEDIA, "No sound.");
            assertThat(server.post(
                                    "/v1/voices",
                                    new MultipartBody().field("name", "Ann").file(new byte[64]))
                            .statusCode())
                    .isEqualTo(400);
        } finally {
            server.transcriber.voices = request -> new VoiceReply.Made(List.of(1.0, 0.0), 2.5);
        }
        assertThat(server.get("/v1/voices").body()).contains("\"data\":[]");
        assertThat(server.uploads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                             | 400 | you must provide a name
        {"name": "Bo"}                                                 | 400 | you must provide a job
        {"name": "Bo", "job": "JOB"}                                   | 400 | you must provide a speaker
        {"name": "", "job": "JOB", "speaker": "A"}                     | 400 | you must provide a name
        {"name": 7, "job": "JOB", "speaker": "A"}                      | 400 | expected a text
        {"name": "<b>", "job": "JOB", "speaker": "A"}                  | 400 | letters, digits
        {"name": "a, b", "job": "JOB", "speaker": "A"}                 | 400 | without a comma
        {"name": "All", "job": "JOB", "speaker": "A"}                  | 400 | not all
        {"name": "Bo", "job": "JOB", "speaker": "Z"}                   | 400 | one of those of the job: A, B, C
        {"name": "Bo", "job": "JOB", "speaker": 1}                     | 400 | expected a text
        {"name": "Bo", "job": "x", "speaker": "A"}                     | 404 | There is no job
        {"name": "Bo", "job": "job_00000000000000000000000000", "speaker": "A"} | 404 | There is no job
        {"name": "Bo", "clip": "x"}                                    | 400 | name, job or speaker
        [1]                                                            | 400 | not a JSON object
        """)
    void what_cannot_be_enrolled_is_refused(String body, int status, String message) throws Exception {
        String job = body.contains("JOB") ? ended(Map.of()) : "";
        HttpResponse<String> refused = enrol(body.replace("JOB", job));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        assertThat(refused.body()).contains(message);
    }

    @Test
    void a_form_without_a_name_or_a_clip_an_unknown_voice_and_a_full_library_are_refused() throws Exception {
        assertThat(server.post("/v1/voices", new MultipartBody().field("name", "Ann"))
                        .body())
                .contains("you must provide a file");
        assertThat(server.post("/v1/voices", new MultipartBody().file(new byte[64]))
                        .body())
                .contains("you must provide a name");
        assertThat(server.uploads()).isEmpty();
        assertThat(delete("voice_of_nobody").statusCode()).isEqualTo(404);
        HttpResponse<String> unknown = server.post(
                "/v1/jobs",
                new MultipartBody()
                        .field("model", "whisper-1")
                        .field("diarize", "true")
                        .field("known_voices", "Nobody")
                        .file(new byte[16]));
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("known_voices 'Nobody'");
        for (int i = 0; i < 100; i++) {
            MultipartBody clip = new MultipartBody().field("name", "n" + i).file(new byte[64]);
            assertThat(server.post("/v1/voices", clip).statusCode()).isEqualTo(201);
        }
        HttpResponse<String> full = server.post(
                "/v1/voices", new MultipartBody().field("name", "one more").file(new byte[64]));
        assertThat(full.statusCode()).isEqualTo(400);
        assertThat(full.body()).contains("delete one first");
    }

    @Test
    void a_server_that_keeps_no_voices_says_so(@TempDir Path other) throws Exception {
        try (TestServer closed = TestServer.start(other, Map.of())) {
            for (HttpResponse<String> refused : List.of(
                    closed.get("/v1/voices"),
                    closed.post(
                            "/v1/voices",
                            new MultipartBody().field("name", "Ann").file(new byte[64])),
                    closed.send(
                            HttpRequest.newBuilder(closed.uri("/v1/voices/x")).DELETE()))) {
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
                assertThat(refused.body()).contains("voices.enabled");
            }
            assertThat(closed.uploads()).isEmpty();
        }
    }

    private static HttpResponse<String> enrol(String body) {
        return json("/v1/voices", body);
    }

    private static HttpResponse<String> regroup(String job, String body) {
        return json("/v1/jobs/" + job + "/speakers", body);
    }

    private static HttpResponse<String> json(String path, String body) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> delete(String voice) {
        return server.send(
                HttpRequest.newBuilder(server.uri("/v1/voices/" + voice)).DELETE());
    }

    private static String text(String job) {
        return server.get("/v1/jobs/" + job + "/result?response_format=text").body();
    }

    private static String ended(Map<String, String> fields) throws Exception {
        MultipartBody form = new MultipartBody().field("model", "whisper-1").field("diarize", "true");
        fields.forEach(form::field);
        HttpResponse<String> made = server.post("/v1/jobs", form.file(new byte[16]));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
        String id = new JsonObject(made.body()).getString("id");
        JobEventsReader.readAll(server, id);
        return id;
    }
}
