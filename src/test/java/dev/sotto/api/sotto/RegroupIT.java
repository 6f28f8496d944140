package dev.sotto.api.sotto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Speakers of a job told apart anew, over HTTP and the store. */
@Tag("heavy")
class RegroupIT {
    @TempDir
    static Path home;

    private static TestServer server;
    private static final SpeakerEvidence EVIDENCE = ScriptedEvidence.ofThreeVoices();

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(home, Map.of());
        server.transcriber.script = request -> Future.succeededFuture(
                request.options().speakers().diarize()
                        ? new TranscriptionReply.Succeeded(
                                SpeakerRegrouping.of(
                                        EVIDENCE,
                                        new SpeakerGrouping(request.options().speakers(), List.of(), Map.of()),
                                        new Cancellation()),
                                Optional.of(EVIDENCE))
                        : new TranscriptionReply.Succeeded(EVIDENCE.plain()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void exports_follow_another_number_merges_and_names() throws Exception {
        String id = ended("diarize");
        assertThat(text(id)).startsWith("A: w0").contains("\nB: w10").contains("\nC: w20");
        HttpResponse<String> two = regroup(id, "{\"num_speakers\": 2}");
        assertThat(two.statusCode()).as(two.body()).isEqualTo(200);
        assertThat(new DocumentedFields().findings("/v1/jobs/{job}/speakers", "post", 200, new JsonObject(two.body())))
                .isEmpty();
        assertThat(new JsonObject(two.body()).getJsonArray("speakers")).hasSize(2);
        assertThat(text(id)).doesNotContain("C: ");
        HttpResponse<String> named =
                regroup(id, "{\"merge\": [[\"A\", \"C\"]], \"names\": {\"A\": \"Anna\", \"B\": \"Bo\"}}");
        assertThat(named.statusCode()).as(named.body()).isEqualTo(200);
        assertThat(text(id)).startsWith("Anna: w0").contains("\nBo: w10").contains("\nAnna: w20");
        assertThat(server.get("/v1/jobs/" + id + "/result?response_format=rttm").body())
                .contains("<NA> <NA> Anna <NA> <NA>");
        assertThat(regroup(id, "").statusCode()).isEqualTo(200);
        assertThat(text(id)).startsWith("A: w0").contains("\nC: w20");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"num_speakers": 0}                          | num_speakers '0'; expected a whole number from 1 to 200.
        {"num_speakers": "2"}                        | num_speakers '2'; expected a whole number.
        {"min_speakers": 3, "max_speakers": 2}       | min_speakers '3'; expected 2 (max_speakers) or less.
        {"merge": ["A", "B"]}                        | expected a list of lists of labels
        {"merge": [["A", "Z"]]}                      | merge 'Z'; expected one of A, B, C.
        {"names": ["Anna"]}                          | expected an object of labels and names
        {"names": {"A": "<script>"}}                 | names '<script>'; expected letters
        {"speakers": 2}                              | speakers
        [1]                                          | The body is not a JSON object.
        """)
    void what_cannot_be_is_refused_and_changes_nothing(String body, String message) throws Exception {
        String id = ended("diarize");
        String before = text(id);
        HttpResponse<String> refused = regroup(id, body);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(new JsonObject(refused.body()).getString("detail")).contains(message);
        assertThat(text(id)).isEqualTo(before);
    }

    @Test
    void a_job_without_voices_and_one_that_is_not_there_say_so() throws Exception {
        HttpResponse<String> plain = regroup(ended("coalesce"), "{\"num_speakers\": 2}");
        assertThat(plain.statusCode()).isEqualTo(409);
        assertThat(plain.body()).contains("has no voices to tell apart");
        assertThat(regroup("job_00000000000000000000000000", "{}").statusCode()).isEqualTo(404);
    }

    private static String ended(String flag) throws Exception {
        HttpResponse<String> made = server.post(
                "/v1/jobs",
                new MultipartBody()
                        .field("model", "whisper-1")
                        .field(flag, "true")
                        .file(new byte[10]));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
        String id = new JsonObject(made.body()).getString("id");
        JobEventsReader.readAll(server, id);
        return id;
    }

    private static String text(String id) {
        return server.get("/v1/jobs/" + id + "/result?response_format=text").body();
    }

    private static HttpResponse<String> regroup(String id, String body) {
        return server.send(HttpRequest.newBuilder(server.uri("/v1/jobs/" + id + "/speakers"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
