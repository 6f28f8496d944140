package dev.sotto.api.dialect.whisperxfastapi;

import static dev.sotto.api.dialect.whisperxfastapi.TaskClient.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code POST /service/align}, with the files of the tests of pavelzbornik/whisperX-FastAPI, and with wrong ones. */
@Tag("heavy")
@Timeout(60)
class AlignIT {
    private static final String TRANSCRIPT = """
        {"language": "en", "segments": [{"end": 10.299, "start": 2.858,
          "text": " This is a test audio file of about phone line quality in English."}]}\
        """;

    private static final String WRONG = """
        {"language": "en", "segmens": [{"end": 10.299, "start": 2.858, "text": " This."}]}\
        """;

    @TempDir
    Path home;

    private TestServer server;
    private TaskClient client;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_HTTP_SHUTDOWN_GRACE", "100ms"));
        client = new TaskClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static MultipartBody form(String name, String transcript) {
        return new MultipartBody()
                .part(
                        "form-data; name=\"transcript\"; filename=\"%s\"".formatted(name),
                        transcript.getBytes(StandardCharsets.UTF_8))
                .part("form-data; name=\"file\"; filename=\"audio_file.mp3\"", new byte[] {1, 2, 3});
    }

    @Test
    void a_given_transcript_gets_the_times_of_its_words() throws Exception {
        JsonObject task = client.ended(client.submit("/service/align?device=cpu", form("transcript.json", TRANSCRIPT)));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.options().alignment().text())
                .hasValue("This is a test audio file of about phone line quality in English.");
        assertThat(request.options().language()).hasValue("en");
        JsonObject metadata = task.getJsonObject("metadata");
        assertThat(metadata.getString("task_type")).isEqualTo("transcription_alignment");
        assertThat(metadata.getString("language")).isEqualTo("en");
        assertThat(metadata.getJsonObject("task_params"))
                .isEqualTo(new JsonObject()
                        .put("device", "cpu")
                        .putNull("align_model")
                        .put("interpolate_method", "nearest")
                        .put("return_char_alignments", false));
        JsonArray words = new JsonArray()
                .add(new JsonObject()
                        .put("word", "And")
                        .put("start", 0.5)
                        .put("end", 0.75)
                        .put("score", 0.875));
        assertThat(task.getJsonObject("result"))
                .isEqualTo(new JsonObject()
                        .put(
                                "segments",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("start", 0.0)
                                                .put("end", 4.5)
                                                .put("text", ScriptedTranscriber.TEXT)
                                                .put("words", words)))
                        .put("word_segments", words));
    }

    @Test
    void files_that_do_not_fit_are_told() {
        assertError(server.post("/service/align", form("transcript.json", WRONG)), 422, "INVALID_TRANSCRIPT_JSON");
        assertError(server.post("/service/align", form("transcript.json", "no")), 422, "INVALID_TRANSCRIPT_JSON");
        assertError(
                server.post("/service/align", form("transcript.json", "{\"segments\": []}")),
                422,
                "INVALID_TRANSCRIPT_JSON");
        assertError(
                server.post("/service/align", form("transcript.txt", TRANSCRIPT)), 400, "UNSUPPORTED_FILE_EXTENSION");
        HttpResponse<String> none = server.post(
                "/service/align",
                new MultipartBody().part("form-data; name=\"file\"; filename=\"a.mp3\"", new byte[] {1}));
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(none.body()).contains("\"missing\"").contains("transcript");
        HttpResponse<String> empty = server.post("/service/align", new MultipartBody().field("a", "b"));
        HttpResponse<String> noForm = client.send("/service/align", "application/json", "{}");
        for (HttpResponse<String> lacking : List.of(empty, noForm)) {
            assertThat(lacking.statusCode()).isEqualTo(422);
            JsonArray detail = new JsonObject(lacking.body()).getJsonArray("detail");
            assertThat(detail).hasSize(2);
            assertThat(detail.getJsonObject(0).getJsonArray("loc")).containsExactly("body", "transcript");
            assertThat(detail.getJsonObject(1).getJsonArray("loc")).containsExactly("body", "file");
        }
        assertThat(server.uploads()).isEmpty();
    }
}
