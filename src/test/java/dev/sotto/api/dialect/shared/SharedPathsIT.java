package dev.sotto.api.dialect.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where dialects stand, and who answers on the paths at the root that several of them have. */
@Tag("heavy")
class SharedPathsIT {
    private static final String UNKNOWN = "/status/00000000-0000-7000-8000-000000000000";

    @TempDir
    static Path home;

    @TempDir
    Path other;

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
    void the_root_is_json_for_whoever_wants_json_first_and_a_page_for_others() {
        HttpResponse<String> json = get("/", "application/json");
        assertThat(new JsonObject(json.body()))
                .isEqualTo(new JsonObject()
                        .put("name", "Sotto")
                        .put("version", "1.2.3")
                        .put("docs", "/docs")
                        .put("health", "/health"));
        assertThat(json.headers().firstValue("vary")).hasValue("accept");
        for (String accept : new String[] {"text/html,application/xhtml+xml,*/*;q=0.8", "*/*"}) {
            HttpResponse<String> page = get("/", accept);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("content-type"))
                    .get()
                    .asString()
                    .startsWith("text/html");
        }
    }

    @Test
    void the_status_of_a_job_that_is_not_there_has_the_keys_of_every_dialect() {
        for (String path : new String[] {UNKNOWN, "/status/nonsense"}) {
            HttpResponse<String> response = server.get(path);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(new JsonObject(response.body()).fieldNames())
                    .containsExactly("detail", "error", "task_id", "status", "result", "error_info");
        }
    }

    @Test
    void the_status_of_a_job_is_told_as_the_dialect_tells_it_that_took_the_job() throws Exception {
        String ofService = new JsonObject(
                        server.post("/transcribe", recording("audio_file")).body())
                .getString("task_id");
        String ofUpload = new JsonObject(server.post("/api/v1/transcribe/upload", recording("file"))
                        .body())
                .getString("task_id");
        JobEventsReader.readAll(server, ofService);
        JobEventsReader.readAll(server, ofUpload);
        JsonObject own = new JsonObject(server.get("/status/" + ofService).body());
        assertThat(own.fieldNames()).containsExactly("task_id", "status", "result", "error_info");
        assertThat(own.getString("status")).isEqualTo("SUCCESS");
        JsonObject other = new JsonObject(server.get("/status/" + ofUpload).body());
        assertThat(other.fieldNames()).containsExactly("status", "output");
        assertThat(other.getString("status")).isEqualTo("completed");
        assertThat(other.getJsonObject("output").getString("text")).isNotBlank();
        for (String query : new String[] {"?output_format=txt", "?simplified_output=true"}) {
            JsonObject asked =
                    new JsonObject(server.get("/status/" + ofUpload + query).body());
            assertThat(asked.getString("task_id")).isEqualTo(ofUpload);
            assertThat(asked.getString("status")).isEqualTo("SUCCESS");
            assertThat(asked.getJsonObject("result").getString("formatted_output"))
                    .isNotBlank();
        }
        assertThat(new JsonObject(server.get("/compat/insanely-fast-whisper/status/" + ofService)
                                .body())
                        .getString("status"))
                .isEqualTo("completed");
    }

    private static MultipartBody recording(String field) {
        return new MultipartBody().part("form-data; name=\"%s\"; filename=\"a.mp3\"".formatted(field), new byte[20]);
    }

    @Test
    void a_dialect_stands_under_its_prefix_and_its_own_paths_at_the_root_too() {
        for (String path : new String[] {"/inference", "/compat/whisper-cpp/inference"}) {
            assertThat(server.post(path, form()).statusCode()).isEqualTo(200);
            HttpResponse<String> wrongMethod = server.get(path);
            assertThat(wrongMethod.statusCode()).isEqualTo(405);
            assertThat(wrongMethod.headers().firstValue("allow")).hasValue("OPTIONS, POST");
            assertThat(new JsonObject(wrongMethod.body()).getValue("error")).isInstanceOf(String.class);
        }
        HttpResponse<String> unknown = server.get("/compat/whisper-cpp/nowhere");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(unknown.body()).getValue("error")).isInstanceOf(String.class);
        assertThat(server.get("/compat/nobody/inference").body()).contains("unknown_url");
    }

    @Test
    void a_preferred_dialect_has_all_of_its_paths_at_the_root_and_one_that_is_off_has_none() throws Exception {
        Map<String, String> settings = Map.of("SOTTO_DIALECTS_PREFERRED", "whisper-cpp");
        try (TestServer preferring = TestServer.start(other.resolve("a"), settings)) {
            assertThat(preferring.get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
            assertThat(preferring.post("/inference", form()).statusCode()).isEqualTo(200);
        }
        Map<String, String> off = Map.of("SOTTO_DIALECTS_ENABLED", "whisperx-stt");
        try (TestServer without = TestServer.start(other.resolve("b"), off)) {
            assertThat(without.post("/inference", form()).statusCode()).isEqualTo(404);
            assertThat(without.post("/compat/whisper-cpp/inference", form()).statusCode())
                    .isEqualTo(404);
        }
    }

    private static MultipartBody form() {
        return new MultipartBody().file(new byte[10]);
    }

    private static HttpResponse<String> get(String path, String accept) {
        return server.send(HttpRequest.newBuilder(server.uri(path)).header("Accept", accept));
    }
}
