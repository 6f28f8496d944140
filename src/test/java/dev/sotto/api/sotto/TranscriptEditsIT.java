package dev.sotto.api.sotto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Eventually;
import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The edited document beside a transcript, over HTTP and the store. */
@Tag("heavy")
@Timeout(120)
class TranscriptEditsIT {
    private static final String ADMIN = "an-admin-key-of-tests-with-enough-letters";

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

    private static String job() {
        HttpResponse<String> made = server.post(
                "/v1/jobs", new MultipartBody().field("model", "whisper-1").file(new byte[10]));
        String id = new JsonObject(made.body()).getString("id");
        JobEventsReader.readAll(server, id);
        return id;
    }

    private static HttpResponse<String> edit(String id, String body) {
        return server.send(HttpRequest.newBuilder(server.uri("/v1/transcripts/" + id + "/operations"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> edit(String id, String editor, int base, JsonObject... operations) {
        JsonArray all = new JsonArray();
        List.of(operations).forEach(all::add);
        return edit(
                id,
                new JsonObject()
                        .put("editor", editor)
                        .put("base_version", base)
                        .put("operations", all)
                        .encode());
    }

    private static JsonObject text(String id, String text) {
        return new JsonObject()
                .put("id", id)
                .put("type", "text")
                .put("passage", "s0")
                .put("text", text);
    }

    private static JsonObject get(String path) {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static String exported(String id, String document) {
        return server.get("/v1/jobs/" + id + "/transcript?format=text&document=" + document)
                .body()
                .strip();
    }

    @Test
    void what_is_edited_is_exported_where_it_is_asked_for_and_the_machine_s_text_stays() {
        String id = job();
        assertThat(get("/v1/transcripts/" + id).getInteger("version")).isZero();
        HttpResponse<String> done = edit(
                id,
                "ann",
                0,
                text("op_1", "And so, my fellow citizens, ask not."),
                new JsonObject()
                        .put("id", "op_2")
                        .put("type", "split")
                        .put("passage", "s0")
                        .put("word", 5),
                new JsonObject()
                        .put("id", "op_3")
                        .put("type", "assign")
                        .put("passage", "op_2")
                        .put("speaker", "K"),
                new JsonObject()
                        .put("id", "op_4")
                        .put("type", "rename")
                        .put("speaker", "K")
                        .put("name", "Kennedy"),
                new JsonObject()
                        .put("id", "op_5")
                        .put("type", "note")
                        .put("note", "n1")
                        .put("at_seconds", 1.5)
                        .put("text", "1961"));
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        JsonObject document = new JsonObject(done.body());
        assertThat(document.getInteger("version")).isEqualTo(5);
        assertThat(document.getJsonArray("order")).containsExactly("s0", "op_2");
        assertThat(document.getJsonArray("passages").getJsonObject(1).getString("text"))
                .isEqualTo("ask not.");
        assertThat(exported(id, "edited")).contains("citizens,").contains("Kennedy: ask not.");
        assertThat(server.get("/v1/jobs/" + id + "/result?response_format=srt&document=edited")
                        .body())
                .contains("citizens,", "Kennedy");
        assertThat(exported(id, "raw")).isEqualTo("And so, my fellow listeners, ask not.");
        assertThat(server.get("/v1/jobs/" + id + "/transcript?document=mine").statusCode())
                .isEqualTo(400);
        JsonObject difference = get("/v1/transcripts/" + id + "/difference?from=0&to=1");
        assertThat(difference.getJsonArray("passages").encode())
                .contains("{\"fate\":\"removed\",\"text\":\" listeners,\"}")
                .contains("{\"fate\":\"added\",\"text\":\" citizens,\"}");
        JsonObject page = get("/v1/transcripts/" + id + "/versions?limit=2");
        assertThat(page.getString("first_id")).isEqualTo("op_5");
        assertThat(page.getBoolean("has_more")).isTrue();
        page = get("/v1/transcripts/" + id + "/versions?limit=9&after=op_4");
        assertThat(page.getJsonArray("data")).hasSize(3);
        assertThat(page.getBoolean("has_more")).isFalse();
        assertThat(get("/v1/transcripts/" + id + "?since=4").getJsonArray("passages"))
                .isEmpty();
    }

    @Test
    void an_operation_that_is_sent_again_is_taken_once_and_one_with_other_content_refused() {
        String id = job();
        JsonObject operation = text("op_1", "And so it is.");
        assertThat(edit(id, "ann", 0, operation).statusCode()).isEqualTo(200);
        HttpResponse<String> again = edit(id, "ann", 0, operation, text("op_2", "And so it was."));
        assertThat(new JsonObject(again.body()).getInteger("version")).isEqualTo(2);
        HttpResponse<String> other = edit(id, "ann", 0, text("op_1", "Something else."));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("Operation op_1 was taken before");
    }

    @Test
    void editors_who_write_at_once_lose_nothing() {
        String id = job();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String editor = "editor" + i % 3;
            JsonObject operation = text("op_" + i, "And so, my fellow listeners, ask not. word" + i);
            String body = new JsonObject()
                    .put("editor", editor)
                    .put("base_version", 0)
                    .put("operations", new JsonArray().add(operation))
                    .encode();
            answers.add(CompletableFuture.supplyAsync(() -> {
                int status = edit(id, body).statusCode();
                while (status == 503) {
                    status = edit(id, body).statusCode();
                }
                return status;
            }));
        }
        answers.forEach(answer -> assertThat(answer.join()).isEqualTo(200));
        JsonObject document = get("/v1/transcripts/" + id);
        assertThat(document.getInteger("version")).isEqualTo(24);
        Set<String> editorsLastWords = new HashSet<>();
        for (Object version :
                get("/v1/transcripts/" + id + "/versions?limit=50").getJsonArray("data")) {
            JsonObject one = (JsonObject) version;
            if (editorsLastWords.add(one.getString("editor"))) {
                assertThat(document.getJsonArray("passages").getJsonObject(0).getString("text"))
                        .contains(one.getString("id").replace("op_", "word"));
            }
        }
        assertThat(editorsLastWords).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                                                                             | operations must be a list
        {"editor":"a","base_version":0,"operations":[]}                                | operations must be a list
        {"editor":"a","base_version":0,"operations":[1]}                               | must be an object
        {"editor":"a b","base_version":0,"operations":[OP]}                            | editor 'a b'
        {"editor":"a","base_version":-1,"operations":[OP]}                             | base_version '-1'
        {"editor":"a","base_version":0.5,"operations":[OP]}                            | base_version '0.5'
        {"editor":"a","base_version":9,"operations":[OP]}                              | base_version '9'
        {"editor":"a","base_version":0,"operations":[{"id":"1","type":"undo"}]}        | id '1'; expected op_
        {"editor":"a","base_version":0,"operations":[{"id":"op_1","type":"delete"}]}   | type 'delete'; expected one of text
        {"editor":"a","base_version":0,"operations":[{"id":"op_1","type":"merge","passage":"s9"}]}  | passage 's9'
        {"editor":"a","base_version":0,"operations":[{"id":"op_1","type":"text","passage":"s0"}]}   | text
        {"editor":"a","base_version":0,"operations":[{"id":"op_1","type":"text","passage":"s0","text":1}]}  | text '1'; expected a text
        {"editor":"a","base_version":0,"operations":[{"id":"op_1","type":"rename","speaker":"A","name":"a-->b"}]}  | name 'a-->b'
        {"editor":"a","base_version":0,"operations":[{"id":"op_1","type":"undo","operation":"op_1"}]}  | operation 'op_1'
        """)
    void what_cannot_be_is_refused_and_changes_nothing(String body, String message) {
        String id = job();
        HttpResponse<String> refused =
                edit(id, body.replace("OP", text("op_1", "x").encode()));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(new JsonObject(refused.body()).getString("detail")).contains(message);
        assertThat(get("/v1/transcripts/" + id).getInteger("version")).isZero();
    }

    @Test
    void edits_outlive_a_restart_and_are_gone_with_the_job() {
        String id = job();
        edit(id, "ann", 0, text("op_1", "Kept."));
        server.close();
        try {
            server = TestServer.start(home, Map.of());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        assertThat(exported(id, "edited")).isEqualTo("Kept.");
        server.send(HttpRequest.newBuilder(server.uri("/v1/jobs/" + id)).DELETE());
        assertThat(server.get("/v1/transcripts/" + id).statusCode()).isEqualTo(404);
        assertThat(edit(id, "ann", 1, text("op_2", "x")).statusCode()).isEqualTo(404);
    }

    @Test
    void another_s_transcript_is_one_that_does_not_exist(@TempDir Path folder) throws Exception {
        try (TestServer keyed = TestServer.start(folder, Map.of("SOTTO_ADMIN_KEY", ADMIN))) {
            String ann = key(keyed, "ann");
            String bob = key(keyed, "bob");
            for (String key : List.of(ann, bob)) {
                Eventually.get(() -> status(keyed, key, "/v1/jobs"), status -> status == 200);
            }
            HttpResponse<String> made = keyed.send(new MultipartBody()
                    .field("model", "whisper-1")
                    .file(new byte[10])
                    .request(keyed.uri("/v1/jobs"))
                    .header("x-api-key", ann));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
            String id = new JsonObject(made.body()).getString("id");
            keyed.send(HttpRequest.newBuilder(keyed.uri("/v1/jobs/" + id + "/events"))
                    .header("x-api-key", ann));
            for (String path : List.of("", "/versions", "/difference")) {
                assertThat(status(keyed, ann, "/v1/transcripts/" + id + path)).isEqualTo(200);
                assertThat(status(keyed, bob, "/v1/transcripts/" + id + path)).isEqualTo(404);
            }
            assertThat(keyed.send(HttpRequest.newBuilder(keyed.uri("/v1/transcripts/" + id + "/operations"))
                                    .header("x-api-key", bob)
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "{\"editor\":\"b\",\"base_version\":0,\"operations\":["
                                                    + text("op_1", "x").encode() + "]}")))
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    private static int status(TestServer keyed, String key, String path) {
        return keyed.send(HttpRequest.newBuilder(keyed.uri(path)).header("x-api-key", key))
                .statusCode();
    }

    private static String key(TestServer keyed, String owner) {
        HttpResponse<String> made = keyed.send(HttpRequest.newBuilder(keyed.uri("/v1/keys"))
                .header("x-api-key", ADMIN)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"%s\",\"owner\":\"%s\"}".formatted(owner, owner))));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return new JsonObject(made.body()).getString("key");
    }
}
