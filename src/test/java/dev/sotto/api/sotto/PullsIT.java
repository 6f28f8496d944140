package dev.sotto.api.sotto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import dev.sotto.engine.InstalledModels;
import dev.sotto.engine.ModelResolver;
import dev.sotto.engine.OfferedModels;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.SmallModel;
import dev.sotto.testing.StandInHub;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models pulled from a hub on this machine, by the code that pulls them from the real one, and deleted over HTTP. */
@Tag("heavy")
@Timeout(60)
class PullsIT {
    private static final String ADMIN = "an-admin-key-of-enough-characters";
    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    Path home;

    private final CountDownLatch weightsMaySend = new CountDownLatch(1);
    private StandInHub hub;
    private TestServer server;
    private Path models;

    @BeforeEach
    void start() throws Exception {
        hub = new StandInHub();
        Path source = home.resolve("source");
        new SmallModel().writeHuggingFace(source);
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                hub.files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        models = home.resolve("data/models");
        new SmallModel().writeHuggingFace(models.resolve("standard"));
        new SmallModel().writeHuggingFace(home.resolve("shipped/came-along"));
        Files.createDirectories(home.resolve("conf"));
        Files.copy(
                Path.of(System.getProperty("sotto.home", "."), "conf/models.yaml"), home.resolve("conf/models.yaml"));
        Map<String, String> settings = new HashMap<>(Map.of(
                "SOTTO_ADMIN_KEY",
                ADMIN,
                "SOTTO_MODELS_DEFAULT_MODEL",
                models.resolve("standard").toString(),
                "SOTTO_MODELS_FOLDERS",
                models + "," + home.resolve("shipped"),
                "SOTTO_HUB_MIRROR",
                hub.uri().toString()));
        ServerConfig config = ConfigLoader.load(home, Optional.empty(), settings);
        ModelResolver resolver = ModelResolver.open(home, config.models());
        server = TestServer.start(home, settings);
        server.transcriber.offered =
                Optional.of(new OfferedModels(resolver, new InstalledModels(resolver, config.hub(), Map.of())));
    }

    @AfterEach
    void stop() {
        weightsMaySend.countDown();
        Optional.ofNullable(server).ifPresent(TestServer::close);
        hub.close();
    }

    private HttpResponse<String> call(String method, String path, String body) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("authorization", "Bearer " + ADMIN)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private JsonObject begin(String model) {
        HttpResponse<String> begun =
                call("POST", "/v1/pulls", new JsonObject().put("model", model).encode());
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        assertThat(begun.headers().firstValue("location"))
                .hasValue("/v1/pulls/" + json(begun).getString("id"));
        return json(begun);
    }

    private JsonObject ended(JsonObject pull) {
        String path = "/v1/pulls/" + pull.getString("id");
        return Eventually.get(() -> json(call("GET", path, "")), now -> now.getValue("ended_at") != null);
    }

    private List<String> offered() {
        JsonArray data = json(call("GET", "/v1/models", "")).getJsonArray("data");
        return data.stream().map(model -> ((JsonObject) model).getString("id")).toList();
    }

    /** From now on the weights are asked for and not sent until the test ends. */
    private void holdWeights() {
        hub.fault = (exchange, path) -> {
            if (path.endsWith(WEIGHTS)) {
                await(weightsMaySend);
            }
            return false;
        };
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void a_pulled_model_is_offered_and_used_without_a_restart_and_deleted_again() throws Exception {
        assertThat(offered()).contains("standard").doesNotContain("org/small");
        JsonObject pull = ended(begin("org/small"));
        assertThat(pull.getString("status")).as(pull.encode()).isEqualTo("succeeded");
        assertThat(pull.getLong("bytes_done"))
                .isEqualTo(pull.getLong("bytes_total"))
                .isGreaterThanOrEqualTo(hub.files.get(WEIGHTS).length);
        assertThat(offered()).contains("org/small");
        HttpResponse<String> used = server.send(new MultipartBody()
                .field("model", "org/small")
                .file(new byte[20])
                .request(server.uri("/v1/audio/transcriptions"))
                .header("authorization", "Bearer " + ADMIN));
        assertThat(used.statusCode()).as(used.body()).isEqualTo(200);

        HttpResponse<String> deleted = call("DELETE", "/v1/models/org/small", "");
        assertThat(json(deleted))
                .isEqualTo(new JsonObject()
                        .put("id", "org/small")
                        .put("object", "model")
                        .put("deleted", true));
        assertThat(offered()).doesNotContain("org/small");
        try (Stream<Path> left = Files.list(models)) {
            assertThat(left.filter(Files::isDirectory)).containsExactly(models.resolve("standard"));
        }
        assertThat(call("DELETE", "/v1/models/org%2Fsmall", "").statusCode()).isEqualTo(404);
        assertThat(ended(begin("org/small")).getString("status")).isEqualTo("succeeded");
    }

    @Test
    void events_follow_a_pull_to_its_end() {
        holdWeights();
        JsonObject pull = begin("org/small");
        Eventually.get(() -> hub.requestsFor(WEIGHTS).size(), requests -> requests > 0); // it is under way
        var stream = server.client.sendAsync(
                HttpRequest.newBuilder(server.uri("/v1/pulls/" + pull.getString("id") + "/events"))
                        .header("authorization", "Bearer " + ADMIN)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        weightsMaySend.countDown();
        HttpResponse<String> streamed = stream.join();
        assertThat(streamed.headers().firstValue("content-type")).hasValue("text/event-stream");
        List<JsonObject> events = JobEventsReader.parse(streamed.body());
        JsonObject last = events.get(events.size() - 1);
        assertThat(last.getString("event")).isEqualTo("state");
        assertThat(last.getJsonObject("data").getString("status")).isEqualTo("succeeded");
    }

    @Test
    void one_pull_runs_at_a_time_the_same_model_is_pulled_once_and_a_waiting_pull_is_cancelled_at_once() {
        holdWeights();
        JsonObject first = begin("org/small");
        assertThat(begin("org/small").getString("id")).isEqualTo(first.getString("id"));
        JsonObject second = begin("org/other");
        assertThat(second.getString("status")).isEqualTo("queued");
        JsonObject cancelled = json(call("POST", "/v1/pulls/" + second.getString("id") + "/cancel", ""));
        assertThat(cancelled.getString("status")).isEqualTo("cancelled");
        assertThat(cancelled.getValue("ended_at")).isNotNull();

        call("POST", "/v1/pulls/" + first.getString("id") + "/cancel", "");
        weightsMaySend.countDown();
        assertThat(ended(first).getString("status")).isEqualTo("cancelled");
        assertThat(offered()).doesNotContain("org/small");
        JsonArray listed = json(call("GET", "/v1/pulls", "")).getJsonArray("data");
        assertThat(listed.stream().map(pull -> ((JsonObject) pull).getString("id")))
                .containsExactly(second.getString("id"), first.getString("id"));
        hub.requests.clear();
        assertThat(ended(begin("org/small")).getString("status")).isEqualTo("succeeded");
    }

    @Test
    void no_more_than_eight_pulls_are_open() {
        holdWeights();
        for (int i = 0; i < 8; i++) {
            begin("org/model-" + i);
        }
        HttpResponse<String> refused = call("POST", "/v1/pulls", "{\"model\":\"org/model-8\"}");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).getString("code")).isEqualTo("queue_full");
        assertThat(begin("org/model-3").getString("status")).isEqualTo("queued");
    }

    @Test
    void a_failed_pull_says_what_the_hub_said() {
        hub.fault = (exchange, path) -> {
            exchange.sendResponseHeaders(404, -1);
            return true;
        };
        JsonObject failed = ended(begin("org/nowhere"));
        assertThat(failed.getString("status")).isEqualTo("failed");
        assertThat(failed.getJsonObject("error").getString("code")).isEqualTo("model_not_found");
        assertThat(failed.getJsonObject("error").getString("message")).contains("org/nowhere");
    }

    @Test
    void orders_that_cannot_be_filled_are_refused() {
        Map<String, Integer> statusByBody = Map.of(
                "{}", 400,
                "[]", 400,
                "{'model':7}", 400,
                "{'model':' '}", 400,
                "{'model':'org/small','revision':'x'}", 400,
                "{'model':'../../etc'}", 404,
                "{'model':'/etc'}", 404,
                "{'model':'no-such-name'}", 404);
        statusByBody.forEach((body, status) -> assertThat(
                        call("POST", "/v1/pulls", body.replace('\'', '"')).statusCode())
                .as(body)
                .isEqualTo(status));
        assertThat(call("GET", "/v1/pulls/none", "").statusCode()).isEqualTo(404);
        assertThat(call("POST", "/v1/pulls/none/cancel", "").statusCode()).isEqualTo(404);
        assertThat(call("GET", "/v1/pulls/none/events", "").statusCode()).isEqualTo(404);
        assertThat(call("GET", "/v1/pulls?after=none", "").statusCode()).isEqualTo(400);
        assertThat(hub.requests).isEmpty();
    }

    @Test
    void models_that_the_server_needs_or_did_not_pull_are_not_deleted() {
        for (String name : List.of("standard", "whisper-1", "came-along")) {
            HttpResponse<String> refused = call("DELETE", "/v1/models/" + name, "");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
            assertThat(json(refused).getJsonObject("error").getString("code")).isEqualTo("model_in_use");
        }
        assertThat(call("DELETE", "/v1/models/..%2F..%2Fconf", "").statusCode()).isEqualTo(404);
        assertThat(models.resolve("standard")).isDirectory();
        assertThat(home.resolve("shipped/came-along")).isDirectory();
        assertThat(home.resolve("conf")).isDirectory();
    }

    @Test
    void nobody_without_the_scope_admin_pulls_or_deletes() {
        String key = json(call("POST", "/v1/keys", "{\"name\":\"anna\"}")).getString("key");
        Eventually.get(() -> with(key, "GET", "/v1/jobs").statusCode(), status -> status == 200);
        Map<String, String> methodByPath = Map.of(
                "/v1/pulls", "POST",
                "/v1/pulls/x", "GET",
                "/v1/pulls/x/events", "GET",
                "/v1/pulls/x/cancel", "POST",
                "/v1/models/standard", "DELETE",
                "/v1/models/org/small", "DELETE");
        methodByPath.forEach((path, method) ->
                assertThat(with(key, method, path).statusCode()).as(path).isEqualTo(403));
    }

    private HttpResponse<String> with(String key, String method, String path) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("authorization", "Bearer " + key)
                .method(method, BodyPublishers.noBody()));
    }
}
