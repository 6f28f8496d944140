package dev.sotto.api.dialect.whisperapiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Eventually;
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

/** Who may call whisper-api-server, and what it tells everybody of itself. */
@Tag("heavy")
class WhisperApiServerAccessIT {
    private static final String PREFIX = "/compat/whisper-api-server";
    private static final String PATH = PREFIX + "/v1/audio/transcriptions";
    private static final String UNKNOWN = "00000000-0000-7000-8000-000000000000";

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
    void key_that_is_missing_or_wrong_is_401_and_health_needs_none() throws Exception {
        String key = "an-admin-key-of-enough-characters";
        try (TestServer closed = TestServer.start(other, Map.of("SOTTO_ADMIN_KEY", key))) {
            HttpResponse<String> missing = closed.get(PATH + "/" + UNKNOWN);
            assertThat(missing.statusCode()).isEqualTo(401);
            assertThat(missing.body()).isEqualTo("{\"detail\":\"Missing API key\"}");
            assertThat(missing.headers().firstValue("www-authenticate")).hasValue("Bearer");
            HttpRequest.Builder request = HttpRequest.newBuilder(closed.uri(PATH + "/" + UNKNOWN));
            HttpResponse<String> wrong = closed.send(request.header("Authorization", "Bearer nonsense"));
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body()).isEqualTo("{\"detail\":\"Invalid API key\"}");
            HttpRequest.Builder right = HttpRequest.newBuilder(closed.uri(PATH + "/" + UNKNOWN));
            assertThat(closed.send(right.header("Authorization", "Bearer " + key))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(closed.get(PREFIX + "/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void every_answer_says_how_long_it_took_and_a_key_in_another_scheme_is_none() throws Exception {
        try (TestServer closed =
                TestServer.start(other, Map.of("SOTTO_ADMIN_KEY", "an-admin-key-of-enough-characters"))) {
            HttpRequest.Builder basic = HttpRequest.newBuilder(closed.uri(PATH + "/" + UNKNOWN));
            HttpResponse<String> refused = closed.send(basic.header("Authorization", "Basic YTpi"));
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).isEqualTo("{\"detail\":\"Missing API key\"}");
            assertThat(refused.headers().firstValue("x-process-time")).isPresent();
        }
        for (String path : new String[] {"/nowhere", "/v1/audio/transcriptions/1", "/v1/audio/transcriptions"}) {
            HttpResponse<String> refused = server.get(PREFIX + path);
            assertThat(refused.statusCode()).as(path).isBetween(400, 499);
            assertThat(refused.headers().allValues("x-process-time")).as(path).hasSize(1);
        }
        assertThat(server.get(PREFIX + "/nowhere").body()).isEqualTo("{\"detail\":\"Not Found\"}");
        assertThat(server.get(PATH).body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
    }

    @Test
    void health_counts_requests_and_says_how_busy_the_machine_is() {
        server.get(PREFIX + "/health");
        JsonObject health = Eventually.get( // the machine is looked at after each answer
                () -> new JsonObject(server.get(PREFIX + "/health").body()),
                answer ->
                        answer.getJsonObject("metrics").getJsonObject("system").getDouble("memory_used_percent") > 0);
        assertThat(health.getString("status")).isEqualTo("healthy");
        assertThat(health.getString("version")).isEqualTo("1.0.0");
        assertThat(health.getDouble("time")).isGreaterThan(1_700_000_000.0);
        JsonObject metrics = health.getJsonObject("metrics");
        assertThat(metrics.getInteger("requests")).isPositive();
        assertThat(metrics.getDouble("success_rate")).isBetween(0.0, 100.0);
        assertThat(metrics.getDouble("avg_response_time")).isPositive();
        JsonObject system = metrics.getJsonObject("system");
        assertThat(system.getDouble("memory_used_percent")).isBetween(0.1, 100.0);
        assertThat(system.getDouble("cpu_percent")).isBetween(0.0, 100.0);
        assertThat(system.getDouble("disk_used_percent")).isBetween(0.0, 100.0);
        assertThat(health.getJsonObject("model").getBoolean("loaded")).isTrue();
        assertThat(health.getInteger("active_tasks")).isNotNegative();
    }
}
