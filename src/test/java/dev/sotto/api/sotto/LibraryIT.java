package dev.sotto.api.sotto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Eventually;
import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Titles, tags and search over HTTP and the store. */
@Tag("heavy")
@Timeout(120)
class LibraryIT {
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

    private static HttpResponse<String> post(String path, String body) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonObject get(String path) {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static List<String> ids(String query) {
        return get("/v1/jobs?" + query).getJsonArray("data").stream()
                .map(job -> ((JsonObject) job).getString("id"))
                .toList();
    }

    private static String search(String text) {
        return "search=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void a_job_is_found_by_title_by_tag_and_by_what_is_said_as_it_was_edited() {
        String id = job();
        job();
        HttpResponse<String> labelled = post(
                "/v1/jobs/" + id + "/labels",
                "{\"title\":\" Inauguration 1961 \",\"tags\":[\"speeches\",\"history\"]}");
        assertThat(labelled.statusCode()).as(labelled.body()).isEqualTo(200);
        assertThat(new JsonObject(labelled.body()))
                .isEqualTo(new JsonObject()
                        .put("object", "job.labels")
                        .put("id", id)
                        .put("title", "Inauguration 1961")
                        .put("tags", new JsonArray().add("history").add("speeches")));
        assertThat(get("/v1/jobs/" + id).getString("title")).isEqualTo("Inauguration 1961");
        assertThat(ids(search("INAUGUR"))).containsExactly(id);
        assertThat(ids("tag=speeches&tag=history")).containsExactly(id);
        assertThat(ids("tag=speeches&tag=other")).isEmpty();
        assertThat(get("/v1/tags").getJsonArray("data").encode())
                .isEqualTo("[{\"tag\":\"history\",\"jobs\":1},{\"tag\":\"speeches\",\"jobs\":1}]");
        assertThat(ids(search("fellow listen"))).contains(id);
        post("/v1/transcripts/" + id + "/operations", """
            {"editor": "a", "base_version": 0, "operations": [
              {"id": "op_1", "type": "text", "passage": "s0", "text": "And so, my fellow citizens, ask not."}]}""");
        JsonObject found = get("/v1/jobs?" + search("citizens"));
        assertThat(found.getBoolean("is_whole")).isTrue();
        JsonObject entry = found.getJsonArray("data").getJsonObject(0);
        assertThat(entry.getString("id")).isEqualTo(id);
        assertThat(entry.getString("excerpt")).isEqualTo("And so, my fellow citizens, ask not.");
        assertThat(entry.getJsonArray("tags")).containsExactly("history", "speeches");
        assertThat(ids(search("fellow listen"))).doesNotContain(id);
        server.send(HttpRequest.newBuilder(server.uri("/v1/jobs/" + id)).DELETE());
        assertThat(ids(search("citizens"))).isEmpty();
        assertThat(get("/v1/tags").getJsonArray("data")).isEmpty();
        assertThat(post("/v1/jobs/" + id + "/labels", "{\"title\":\"x\"}").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                                | you must provide a title
        {"title":1}                       | title '1'; expected a text
        {"title":null}                    | title 'null'; expected a text
        {"title":"a\\nb"}                 | title has control characters
        {"tags":"a"}                      | tags must be a list
        {"tags":[1]}                      | tags '1'; expected a text
        {"tags":[" "]}                    | tags ''; expected a tag of 1 to 60
        {"tags":["LONG"]}                 | tags has 400 characters; expected at most 60
        {"title":"LONG"}                  | title has 400 characters; expected at most 300
        """)
    void what_is_no_label_is_refused_and_changes_nothing(String body, String message) {
        String id = job();
        HttpResponse<String> refused = post("/v1/jobs/" + id + "/labels", body.replace("LONG", "a".repeat(400)));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(new JsonObject(refused.body()).getString("detail")).contains(message);
        assertThat(get("/v1/jobs/" + id).getString("title")).isEmpty();
    }

    private static Map<String, String> files(String order) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/v1/archives"))
                .POST(HttpRequest.BodyPublishers.ofString(order))
                .build();
        HttpResponse<byte[]> answer = server.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/zip");
        Map<String, String> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8).strip());
            }
        }
        return files;
    }

    @Test
    void transcripts_are_written_into_one_zip_with_titles_for_names() throws Exception {
        String first = job();
        String second = job();
        String third = job();
        for (String id : List.of(first, second)) {
            post("/v1/jobs/" + id + "/labels", "{\"title\":\"../a: \u00fc/b\"}");
        }
        post("/v1/transcripts/" + second + "/operations", """
            {"editor": "a", "base_version": 0, "operations": [
              {"id": "op_1", "type": "text", "passage": "s0", "text": "Edited."}]}""");
        String ids = "\"%s\",\"%s\",\"%s\",\"%s\"".formatted(first, second, third, first);
        String heard = "And so, my fellow listeners, ask not.";
        assertThat(files("{\"jobs\":[%s],\"document\":\"edited\"}".formatted(ids)))
                .isEqualTo(Map.of("_a_ \u00fc_b.txt", heard, "_a_ \u00fc_b (2).txt", "Edited.", third + ".txt", heard));
        assertThat(files("{\"jobs\":[%s],\"format\":\"srt\"}".formatted(ids)))
                .hasSize(3)
                .allSatisfy((name, text) -> assertThat(text).contains("-->").doesNotContain("Edited"))
                .containsKey(third + ".srt");
    }

    @Test
    void a_document_for_word_processors_comes_alone_and_in_an_archive_with_or_without_its_times() throws Exception {
        String id = job();
        HttpRequest request = HttpRequest.newBuilder(server.uri("/v1/jobs/" + id + "/transcript?format=docx"))
                .build();
        HttpResponse<byte[]> alone = server.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(alone.headers().firstValue("content-type"))
                .hasValue("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        assertThat(paragraphs(alone.body())).containsExactly("00:00:00", "And so, my fellow listeners, ask not.");
        HttpRequest order = HttpRequest.newBuilder(server.uri("/v1/archives"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jobs\":[\"%s\"],\"format\":\"docx\",\"times\":false}".formatted(id)))
                .build();
        HttpResponse<byte[]> archive = server.client.send(order, HttpResponse.BodyHandlers.ofByteArray());
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive.body()))) {
            assertThat(zip.getNextEntry().getName()).isEqualTo(id + ".docx");
            assertThat(paragraphs(zip.readAllBytes())).containsExactly("And so, my fellow listeners, ask not.");
        }
    }

    private static List<String> paragraphs(byte[] file) throws Exception {
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(file))) {
            return document.getParagraphs().stream().map(XWPFParagraph::getText).toList();
        }
    }

    @Test
    void speakers_and_times_are_left_out_where_that_is_asked_for() {
        String id = job();
        post("/v1/transcripts/" + id + "/operations", """
            {"editor": "a", "base_version": 0, "operations": [
              {"id": "op_1", "type": "assign", "passage": "s0", "speaker": "A"}]}""");
        String path = "/v1/jobs/" + id + "/transcript?document=edited&format=";
        assertThat(server.get(path + "md").body()).startsWith("**00:00:00 A:** And so");
        assertThat(server.get(path + "md&times=false").body()).startsWith("**A:** And so");
        assertThat(server.get(path + "md&times=false&speakers=false").body()).startsWith("And so");
        assertThat(server.get(path + "text").body()).startsWith("A: And so");
        assertThat(server.get(path + "text&speakers=false").body()).startsWith("And so");
        assertThat(server.get(path + "rttm&speakers=false").statusCode()).isEqualTo(400);
        assertThat(server.get(path + "md&times=perhaps").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"jobs":["JOB"],"times":"no"}           | 400 | times 'no'; expected true or false
        {}                                      | 400 | jobs must be a list of 1 to 100
        {"jobs":[]}                             | 400 | jobs must be a list of 1 to 100
        {"jobs":[MANY]}                         | 400 | jobs must be a list of 1 to 100
        {"jobs":["JOB"],"format":"docm"}        | 400 | format 'docm' is not supported
        {"jobs":["JOB"],"format":"rttm"}        | 400 | needs speakers
        {"jobs":["JOB"],"document":"mine"}      | 400 | document 'mine'; expected raw or edited
        {"jobs":["JOB","../x"]}                 | 404 | There is no job
        {"jobs":["JOB","job_00000000000000000000000000"]} | 404 | There is no job
        """)
    void what_cannot_be_an_archive_is_refused_before_its_first_byte(String order, int status, String message) {
        String many = "\"x\",".repeat(100) + "\"x\"";
        HttpResponse<String> refused =
                post("/v1/archives", order.replace("JOB", job()).replace("MANY", many));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        assertThat(new JsonObject(refused.body()).getString("detail")).contains(message);
        assertThat(refused.headers().firstValue("content-disposition")).isEmpty();
    }

    @Test
    void what_cannot_be_searched_for_is_refused() {
        assertThat(server.get("/v1/jobs?search=").statusCode()).isEqualTo(400);
        assertThat(server.get("/v1/jobs?search=" + "a".repeat(201)).statusCode())
                .isEqualTo(400);
        assertThat(server.get("/v1/jobs?tag=").statusCode()).isEqualTo(400);
        assertThat(get("/v1/jobs?search=%22%20OR%20%2A").getJsonArray("data")).isEmpty();
    }

    @Test
    void another_s_recordings_are_neither_found_nor_labelled(@TempDir Path folder) throws Exception {
        try (TestServer keyed = TestServer.start(folder, Map.of("SOTTO_ADMIN_KEY", ADMIN))) {
            String ann = key(keyed, "ann");
            String bob = key(keyed, "bob");
            HttpResponse<String> made = keyed.send(new MultipartBody()
                    .field("model", "whisper-1")
                    .file(new byte[10])
                    .request(keyed.uri("/v1/jobs"))
                    .header("x-api-key", ann));
            String id = new JsonObject(made.body()).getString("id");
            send(keyed, ann, HttpRequest.newBuilder(keyed.uri("/v1/jobs/" + id + "/events")));
            for (String key : List.of(ann, bob)) {
                HttpResponse<String> labelled = send(
                        keyed,
                        key,
                        HttpRequest.newBuilder(keyed.uri("/v1/jobs/" + id + "/labels"))
                                .POST(HttpRequest.BodyPublishers.ofString("{\"title\":\"T\",\"tags\":[\"t\"]}")));
                assertThat(labelled.statusCode()).isEqualTo(key.equals(ann) ? 200 : 404);
                HttpResponse<String> archive = send(
                        keyed,
                        key,
                        HttpRequest.newBuilder(keyed.uri("/v1/archives"))
                                .POST(HttpRequest.BodyPublishers.ofString("{\"jobs\":[\"" + id + "\"]}")));
                assertThat(archive.statusCode()).isEqualTo(key.equals(ann) ? 200 : 404);
                int seen = key.equals(ann) ? 1 : 0;
                for (String path : List.of("/v1/jobs?search=fellow", "/v1/jobs?tag=t", "/v1/tags")) {
                    JsonObject list = new JsonObject(send(keyed, key, HttpRequest.newBuilder(keyed.uri(path)))
                            .body());
                    assertThat(list.getJsonArray("data")).as("%s", path).hasSize(seen);
                }
            }
        }
    }

    private static HttpResponse<String> send(TestServer keyed, String key, HttpRequest.Builder request) {
        return keyed.send(request.header("x-api-key", key));
    }

    private static String key(TestServer keyed, String owner) {
        HttpResponse<String> made = keyed.send(HttpRequest.newBuilder(keyed.uri("/v1/keys"))
                .header("x-api-key", ADMIN)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"%s\",\"owner\":\"%s\"}".formatted(owner, owner))));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String key = new JsonObject(made.body()).getString("key");
        Eventually.get(
                () -> send(keyed, key, HttpRequest.newBuilder(keyed.uri("/v1/jobs")))
                        .statusCode(),
                status -> status == 200);
        return key;
    }
}
