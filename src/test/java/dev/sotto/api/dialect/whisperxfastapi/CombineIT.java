package dev.sotto.api.dialect.whisperxfastapi;

import static dev.sotto.api.dialect.whisperxfastapi.TaskClient.assertError;
import static dev.sotto.api.dialect.whisperxfastapi.TaskClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /service/combine}, with the files of the tests of pavelzbornik/whisperX-FastAPI, and with wrong ones. */
@Tag("heavy")
@Timeout(60)
class CombineIT {
    @TempDir
    Path home;

    private TestServer server;
    private TaskClient client;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_FETCH_ENABLED", "true", "SOTTO_HTTP_SHUTDOWN_GRACE", "100ms"));
        client = new TaskClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static final String ALIGNED = """
        {"segments": [
          {"start": 2.878, "end": 10.2, "text": " This is a test audio.", "words": [
            {"word": "This", "start": 2.878, "end": 3.059, "score": 0.676},
            {"word": "is", "start": 3.119, "end": 3.159, "score": 0.104},
            {"word": "2"}]},
          {"start": 11, "end": 12, "text": " 42", "words": []}],
         "word_segments": []}\
        """;

    private static final String TURNS = """
        [{"label": "0", "speaker": "SPEAKER_00", "start": 2.8, "end": 3.1},
         {"label": "1", "speaker": "SPEAKER_01", "start": 3.1, "end": 10.0}]\
        """;

    private static MultipartBody combination(String transcript, String turns) {
        return new MultipartBody()
                .part(
                        "form-data; name=\"aligned_transcript\"; filename=\"aligned_transcript.json\"",
                        transcript.getBytes(StandardCharsets.UTF_8))
                .part(
                        "form-data; name=\"diarization_result\"; filename=\"diarazition.json\"",
                        turns.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_combine_service_gives_words_and_segments_their_speakers() {
        JsonObject task = client.ended(client.submit("/service/combine", combination(ALIGNED, TURNS)));
        assertThat(task.getJsonObject("metadata").getString("task_type")).isEqualTo("combine_transcript&diarization");
        assertThat(task.getJsonObject("metadata").getValue("file_name")).isNull();
        JsonArray segments = task.getJsonObject("result").getJsonArray("segments");
        assertThat(segments).as("a segment without placed words keeps its text").hasSize(2);
        JsonObject first = segments.getJsonObject(0);
        assertThat(first.getString("text")).isEqualTo(" This is a test audio.");
        assertThat(first.getString("speaker")).isEqualTo("SPEAKER_01");
        assertThat(first.getJsonArray("words")).hasSize(2);
        assertThat(first.getJsonArray("words").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("word", "This")
                        .put("start", 2.878)
                        .put("end", 3.059)
                        .put("score", 0.676)
                        .put("speaker", "SPEAKER_00"));
        assertThat(first.getJsonArray("words").getJsonObject(1).getString("speaker"))
                .isEqualTo("SPEAKER_01");
        assertThat(segments.getJsonObject(1).containsKey("speaker")).isFalse();
        assertThat(server.transcriber.requests).as("nothing is heard for it").isEmpty();
        Eventually.get(server::blobs, List::isEmpty);
    }

    @Test
    void thirty_combines_at_once_are_thirty_tasks() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            sent.add(server.client.sendAsync(
                    combination(ALIGNED, TURNS)
                            .request(server.uri("/service/combine"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        Set<String> ids = new HashSet<>();
        for (CompletableFuture<HttpResponse<String>> one : sent) {
            HttpResponse<String> answer = one.get(30, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            ids.add(json(answer).getString("identifier"));
        }
        assertThat(ids).hasSize(30);
        ids.forEach(id -> assertThat(client.ended(id).getString("status")).isEqualTo("completed"));
        assertThat(json(server.get("/task/all")).getJsonArray("tasks")).hasSize(30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"segmens\": []} | [] | INVALID_TRANSCRIPT_JSON",
                "not json | [] | INVALID_TRANSCRIPT_JSON",
                "[] | [] | INVALID_TRANSCRIPT_JSON",
                "{\"segments\": [{\"start\": 0, \"end\": 1}]} | [] | INVALID_TRANSCRIPT_JSON",
                "{\"segments\": [{\"start\": \"a\", \"end\": 1, \"text\": \"\"}]} | [] | INVALID_TRANSCRIPT_JSON",
                "{\"segments\": []} | {} | INVALID_DIARIZATION_JSON",
                "{\"segments\": []} | nothing | INVALID_DIARIZATION_JSON",
                "{\"segments\": []} | [{\"start\": 0, \"end\": 1}] | INVALID_DIARIZATION_JSON",
                "{\"segments\": []} | [1] | INVALID_DIARIZATION_JSON",
            })
    void files_that_cannot_be_combined_are_told(String transcript, String turns, String code) {
        assertError(server.post("/service/combine", combination(transcript, turns)), 422, code);
    }

    @Test
    void files_for_combining_must_be_there_and_be_called_json() {
        HttpResponse<String> none = server.post("/service/combine", new MultipartBody().field("a", "b"));
        assertThat(none.statusCode()).isEqualTo(422);
        HttpResponse<String> noForm = client.send("/service/combine", "application/json", "{}");
        for (HttpResponse<String> lacking : List.of(none, noForm)) {
            assertThat(lacking.statusCode()).isEqualTo(422);
            JsonArray detail = json(lacking).getJsonArray("detail");
            assertThat(detail).hasSize(2);
            assertThat(detail.getJsonObject(0).getJsonArray("loc")).containsExactly("body", "aligned_transcript");
            assertThat(detail.getJsonObject(1).getJsonArray("loc")).containsExactly("body", "diarization_result");
        }
        MultipartBody text = new MultipartBody()
                .part("form-data; name=\"aligned_transcript\"; filename=\"a.txt\"", new byte[] {'{', '}'})
                .part("form-data; name=\"diarization_result\"; filename=\"b.json\"", new byte[] {'[', ']'});
        assertError(server.post("/service/combine", text), 400, "UNSUPPORTED_FILE_EXTENSION");
    }
}
