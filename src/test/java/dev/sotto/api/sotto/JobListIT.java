package dev.sotto.api.sotto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which jobs a list has. */
@Tag("heavy")
@Timeout(60)
class JobListIT {
    @TempDir
    static Path home;

    private static TestServer server;
    private static String waiting = "";
    private static String many = "";
    private static String awaited = "";

    @BeforeAll
    static void submit() throws Exception {
        server = TestServer.start(home, Map.of());
        waiting = job(form("whisper-1").field("start_after_seconds", "3600"));
        many = job(form("org/many").field("start_after_seconds", "3600"));
        awaited = server.post("/v1/audio/transcriptions", form("tiny.en"))
                .headers()
                .firstValue("x-sotto-job-id")
                .orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static MultipartBody form(String model) {
        return new MultipartBody().field("model", model).file(new byte[20]);
    }

    private static String job(MultipartBody form) {
        return new JsonObject(server.post("/v1/jobs", form).body()).getString("id");
    }

    private static List<String> ids(String query) {
        HttpResponse<String> page = server.get("/v1/jobs?" + query);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return new JsonObject(page.body())
                .getJsonArray("data").stream()
                        .map(job -> ((JsonObject) job).getString("id"))
                        .toList();
    }

    @Test
    void a_list_has_all_unless_it_is_asked_for_some() {
        assertThat(ids("")).containsExactly(awaited, many, waiting);
    }

    @Test
    void model_finds_the_jobs_of_what_an_alias_stands_for() {
        assertThat(ids("model=tiny.en")).containsExactly(awaited, waiting);
        assertThat(ids("model=whisper-1")).containsExactly(awaited, waiting);
        assertThat(ids("model=org/many")).containsExactly(many);
        assertThat(ids("model=tiny_en")).isEmpty();
        assertThat(ids("model=TINY.EN")).isEmpty();
        assertThat(ids("model=%25")).isEmpty();
    }

    @Test
    void origin_is_the_surface_and_filters_hold_together() {
        assertThat(ids("origin=openai")).containsExactly(awaited);
        assertThat(ids("origin=sotto&model=org/many")).containsExactly(many);
        assertThat(ids("origin=sotto&status=succeeded")).isEmpty();
        assertThat(new JsonObject(server.get("/v1/jobs/" + awaited).body()).getString("origin"))
                .isEqualTo("openai");
    }

    @Test
    void times_are_those_of_the_documents_and_exclude_themselves() {
        double seconds = new JsonObject(server.get("/v1/jobs/" + many).body()).getDouble("created_at");
        String created = String.format(Locale.ROOT, "%.3f", seconds);
        assertThat(ids("created_before=" + created)).containsExactly(waiting);
        assertThat(ids("created_after=" + created)).containsExactly(awaited);
        assertThat(ids("created_after=" + created + "&created_before=" + created))
                .isEmpty();
    }

    @Test
    void cursor_goes_on_within_the_filter() {
        assertThat(ids("model=tiny.en&limit=1")).containsExactly(awaited);
        assertThat(ids("model=tiny.en&limit=1&after=" + awaited)).containsExactly(waiting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"created_after=yesterday", "created_before=-1", "model=", "status=done", "limit=0"})
    void what_cannot_be_understood_is_refused(String query) {
        assertThat(server.get("/v1/jobs?" + query).statusCode()).isEqualTo(400);
    }
}
