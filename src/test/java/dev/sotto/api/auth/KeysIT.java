package dev.sotto.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.key.KeyLimits;
import dev.sotto.key.NewKey;
import dev.sotto.key.RequestRate;
import dev.sotto.key.Scope;
import dev.sotto.store.sql.SqlKeys;
import dev.sotto.store.sqlite.SqliteDatabase;
import dev.sotto.store.sqlite.SqliteSettings;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, over real HTTP with the real store; keys are made beside the running server, as the command line does. */
@Tag("heavy")
@Timeout(60)
class KeysIT {
    private static final String ADMIN = "an admin key of enough characters".replace(' ', '-');
    private static final Set<Scope> USUAL = Set.of(Scope.TRANSCRIBE, Scope.READ);

    @TempDir
    Path home;

    private TestServer server;

    @AfterEach
    void stop() {
        Optional.ofNullable(server).ifPresent(TestServer::close);
    }

    @Test
    void without_keys_whoever_reaches_a_loopback_server_may_use_it() throws Exception {
        start(Map.of());
        assertThat(server.get("/v1/models").statusCode()).isEqualTo(200);
        assertThat(get("/v1/models", "anything").statusCode()).isEqualTo(200);
    }

    @Test
    void server_that_would_be_open_to_a_network_does_not_start_unless_that_is_said() throws Exception {
        assertThatThrownBy(() -> start(Map.of("SOTTO_HTTP_HOST", "0.0.0.0")))
                .hasStackTraceContaining("there is no API key")
                .hasStackTraceContaining("sotto keys create")
                .hasStackTraceContaining("SOTTO_AUTH_ANONYMOUS=anywhere");
        start(Map.of("SOTTO_HTTP_HOST", "0.0.0.0", "SOTTO_AUTH_ANONYMOUS", "anywhere"));
        assertThat(server.get("/v1/models").statusCode()).isEqualTo(200);
        server.close();
        start(Map.of("SOTTO_HTTP_HOST", "0.0.0.0", "SOTTO_ADMIN_KEY", ADMIN));
        assertThat(server.get("/v1/models").statusCode()).isEqualTo(401);
    }

    @Test
    void server_that_is_never_open_wants_a_key_though_there_is_none() throws Exception {
        start(Map.of("SOTTO_AUTH_ANONYMOUS", "never"));
        assertThat(server.get("/v1/models").statusCode()).isEqualTo(401);
    }

    @Test
    void admin_key_opens_all_in_both_headers_and_nothing_else_does() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN));
        assertThat(get("/v1/models", ADMIN).statusCode()).isEqualTo(200);
        assertThat(server.send(request("/v1/models").header("x-api-key", ADMIN)).statusCode())
                .isEqualTo(200);
        assertThat(server.send(request("/v1/models").header("authorization", "bearer " + ADMIN))
                        .statusCode())
                .isEqualTo(200);

        HttpResponse<String> missing = server.get("/v1/models");
        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(missing.headers().firstValue("www-authenticate")).hasValue("Bearer");
        assertError(missing, "invalid_request_error", "missing_api_key");
        assertError(get("/v1/models", ADMIN + "x"), "invalid_request_error", "invalid_api_key");
        HttpRequest.Builder basic = request("/v1/models").header("authorization", "Basic " + ADMIN);
        assertError(server.send(basic), "invalid_request_error", "missing_api_key");
        assertThat(server.send(basic.header("x-api-key", ADMIN)).statusCode())
                .as("the other may be meant for a proxy in front")
                .isEqualTo(200);
        assertThat(server.get("/v1/models?api_key=" + ADMIN).statusCode()).isEqualTo(401);
    }

    @Test
    void health_contract_and_pages_are_for_everybody() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN));
        for (String path : List.of("/health", "/readyz", "/test", "/openapi.yaml", "/openapi.json", "/docs")) {
            assertThat(server.get(path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(server.get("/v1/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void upload_without_a_key_is_answered_and_not_kept() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN));
        MultipartBody form = new MultipartBody().field("model", "whisper-1").file(new byte[1 << 20]);
        assertThat(server.post("/v1/audio/transcriptions", form).statusCode()).isEqualTo(401);
        assertThat(server.post("/v1/jobs", form).statusCode()).isEqualTo(401);
        assertThat(server.uploads()).isEmpty();
        assertThat(server.transcriber.requests).isEmpty();
    }

    @Test
    void key_made_beside_the_server_opens_and_closes_within_seconds_and_the_server_never_opens_again()
            throws Exception {
        start(Map.of());
        NewKey key = key("anna", USUAL, KeyLimits.NONE);
        Eventually.get(() -> server.get("/v1/models").statusCode(), status -> status == 401);
        assertThat(get("/v1/models", key.text()).statusCode()).isEqualTo(200);
        try (SqliteDatabase beside = beside()) {
            new SqlKeys(beside).revoke(key.stored().id(), Instant.now());
        }
        Eventually.get(() -> get("/v1/models", key.text()).statusCode(), status -> status == 401);
        assertThat(server.get("/v1/models").statusCode()).isEqualTo(401);
    }

    @Test
    void event_stream_of_a_key_that_is_revoked_ends_while_its_job_waits() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN));
        NewKey key = key("anna", USUAL, KeyLimits.NONE);
        String anna = known(key);
        String id =
                json(submit(anna, form().field("start_after_seconds", "3600"))).getString("id");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                SqliteDatabase beside = beside()) {
            socket.setSoTimeout(10_000); // less than the wait for the next sign of life
            socket.getOutputStream()
                    .write("GET /v1/jobs/%s/events HTTP/1.1\r\nHost: x\r\nX-API-Key: %s\r\nConnection: close\r\n\r\n"
                            .formatted(id, anna)
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isPositive();
            new SqlKeys(beside).revoke(key.stored().id(), Instant.now());
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"status\":\"queued\"")
                    .doesNotContain("cancelled");
        }
    }

    @Test
    void nobody_sees_or_touches_what_another_owner_has() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN));
        String anna = known(key("anna", USUAL, KeyLimits.NONE));
        String bert = known(key("bert", USUAL, KeyLimits.NONE));
        JsonObject job = json(submit(anna, form().field("webhook_url", "https://one.example/")));
        String id = job.getString("id");
        String endpoint = job.getJsonObject("webhook").getString("id");
        String delivery = Eventually.get(
                        () -> json(get("/v1/jobs/" + id + "/deliveries", anna)).getJsonArray("data"),
                        found -> !found.isEmpty())
                .getJsonObject(0)
                .getString("id");
        for (String path : List.of(
                "/v1/jobs/" + id,
                "/v1/jobs/" + id + "/result",
                "/v1/jobs/" + id + "/events",
                "/v1/jobs/" + id + "/deliveries",
                "/v1/webhooks/endpoints/" + endpoint,
                "/v1/webhooks/deliveries/" + delivery)) {
            assertThat(get(path, bert).statusCode()).as("GET " + path).isEqualTo(404);
            assertThat(get(path, ADMIN).statusCode()).as("GET " + path).isEqualTo(404);
        }
        for (String path : List.of(
                "/v1/jobs/" + id + "/cancel",
                "/v1/jobs/" + id + "/retry",
                "/v1/webhooks/endpoints/" + endpoint + "/disable",
                "/v1/webhooks/endpoints/" + endpoint + "/enable",
                "/v1/webhooks/endpoints/" + endpoint + "/rotate",
                "/v1/webhooks/endpoints/" + endpoint + "/test",
                "/v1/webhooks/deliveries/" + delivery + "/replay")) {
            assertThat(post(path, bert, "").statusCode()).as("POST " + path).isEqualTo(404);
        }
        assertThat(post("/v1/jobs/" + id + "/webhooks", bert, "{\"url\":\"https://b.example/\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.send(request("/v1/jobs/" + id)
                                .header("x-api-key", bert)
                                .DELETE())
                        .statusCode())
                .isEqualTo(404);
        for (String path : List.of("/v1/jobs", "/v1/webhooks/endpoints", "/v1/webhooks/deliveries")) {
            assertThat(json(get(path, bert)).getJsonArray("data")).as(path).isEmpty();
            assertThat(json(get(path, anna)).getJsonArray("data")).as(path).hasSize(1);
        }
        assertThat(get("/v1/jobs/" + id, anna).statusCode()).isEqualTo(200);
    }

    @Test
    void key_that_may_only_read_cannot_submit() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN));
        String reader = known(key("anna", Set.of(Scope.READ), KeyLimits.NONE));
        assertThat(get("/v1/jobs", reader).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = submit(reader, form());
        assertThat(refused.statusCode()).isEqualTo(403);
        assertError(refused, "invalid_request_error", "insufficient_scope");
    }

    @Test
    void rate_is_told_with_each_answer_and_beyond_it_429() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN));
        KeyLimits three = limits(Optional.of(new RequestRate(3, Duration.ofHours(1), 3)), 0);
        NewKey key = key("anna", USUAL, three);
        Eventually.get(() -> get("/v1/models", key.text()).statusCode(), status -> status == 200);
        HttpResponse<String> second = get("/v1/models", key.text());
        assertThat(second.headers().firstValue("x-ratelimit-limit-requests")).hasValue("3");
        assertThat(second.headers().firstValue("x-ratelimit-remaining-requests"))
                .hasValue("1");
        get("/v1/models", key.text());
        HttpResponse<String> refused = get("/v1/models", key.text());
        assertThat(refused.statusCode()).isEqualTo(429);
        assertError(refused, "rate_limit_error", "rate_limit_exceeded");
        assertThat(refused.headers().firstValue("retry-after")).hasValue("120");
        assertThat(get("/v1/models", ADMIN).statusCode()).isEqualTo(200);
    }

    @Test
    void queue_of_a_key_is_bounded_and_others_are_not_hindered() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN, "SOTTO_HTTP_SHUTDOWN_GRACE", "100ms"));
        server.transcriber.script = server.transcriber::untilStopped;
        String anna = known(key(
                "anna",
                USUAL,
                new KeyLimits(Optional.empty(), Optional.of(1), Optional.of(1), Optional.empty(), Optional.empty())));
        assertThat(submit(anna, form()).statusCode()).isEqualTo(202);
        server.transcriber.requests.take();
        assertThat(submit(anna, form()).statusCode()).isEqualTo(202);
        HttpResponse<String> refused = submit(anna, form());
        assertThat(refused.statusCode()).isEqualTo(429);
        assertError(refused, "rate_limit_error", "queue_full");
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(submit(ADMIN, form()).statusCode()).isEqualTo(202);
        // Of two places one is free, and only the other owner's job may take it.
        server.transcriber.requests.take();
        assertThat(json(get("/v1/jobs?status=queued", anna)).getJsonArray("data"))
                .hasSize(1);
    }

    @Test
    void uploads_of_one_key_leave_places_to_the_others_and_come_back_when_they_are_aborted() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN, "SOTTO_HTTP_UPLOAD_CONCURRENT_MAX", "4"));
        String anna = known(key("anna", USUAL, KeyLimits.NONE));
        List<Socket> hanging = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            hanging.add(hangingUpload(anna));
        }
        Eventually.get(server::uploads, files -> files.size() == 3);
        HttpResponse<String> refused = submit(anna, form());
        assertThat(refused.statusCode()).isEqualTo(429);
        assertError(refused, "rate_limit_error", "too_many_uploads");
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(submit(ADMIN, form()).statusCode()).isEqualTo(202);
        for (Socket socket : hanging) {
            socket.close();
        }
        Eventually.get(() -> submit(anna, form()), response -> response.statusCode() == 202);
    }

    private Socket hangingUpload(String key) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        String head = "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nX-API-Key: %s\r\nContent-Length: 1000\r\n".formatted(key)
                + "Content-Type: multipart/form-data; boundary=%s\r\n\r\n".formatted(MultipartBody.BOUNDARY);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    @Test
    void audio_of_a_day_is_bounded_and_the_error_says_so() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN));
        String anna = known(key("anna", USUAL, limits(Optional.empty(), 4)));
        HttpResponse<String> first = submit(anna, form());
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.headers().firstValue("x-ratelimit-limit-audio-seconds"))
                .hasValue("4");
        HttpResponse<String> refused =
                Eventually.get(() -> submit(anna, form()), response -> response.statusCode() == 429);
        assertError(refused, "insufficient_quota", "insufficient_quota");
        assertThat(refused.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(get("/v1/jobs", anna).statusCode()).isEqualTo(200);
        String id = json(first).getString("id");
        HttpResponse<String> retried = Eventually.get(
                () -> post("/v1/jobs/" + id + "/retry", anna, ""), response -> response.statusCode() == 429);
        assertError(retried, "insufficient_quota", "insufficient_quota");
    }

    @Test
    void results_stay_no_longer_than_the_key_allows() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN));
        String anna = known(key(
                "anna",
                USUAL,
                new KeyLimits(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Duration.ofHours(1)))));
        String id =
                json(submit(anna, form().field("retention_seconds", "7200"))).getString("id");
        JsonObject job = Eventually.get(() -> json(get("/v1/jobs/" + id, anna)), found -> found.getString("status")
                .equals("succeeded"));
        assertThat(job.getDouble("purge_at") - job.getDouble("ended_at")).isEqualTo(3600, within(1.0));
    }

    private static KeyLimits limits(Optional<RequestRate> rate, long audioSeconds) {
        return new KeyLimits(
                rate,
                Optional.empty(),
                Optional.empty(),
                Optional.of(audioSeconds).filter(seconds -> seconds > 0),
                Optional.empty());
    }

    private void start(Map<String, String> settings) throws Exception {
        server = TestServer.start(home, settings);
    }

    private SqliteDatabase beside() {
        return SqliteDatabase.openBeside(SqliteSettings.in(home.resolve("data/store")), InstantSource.system());
    }

    private NewKey key(String owner, Set<Scope> scopes, KeyLimits limits) {
        NewKey key = NewKey.make(
                new NewKey.Order(owner, owner, scopes, limits, Optional.empty()), new SecureRandom(), Instant.now());
        try (SqliteDatabase beside = beside()) {
            new SqlKeys(beside).add(key.stored());
        }
        return key;
    }

    /** Once the server knows it. */
    private String known(NewKey key) {
        Eventually.get(() -> get("/v1/models", key.text()).statusCode(), status -> status == 200);
        return key.text();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.uri(path));
    }

    private HttpResponse<String> get(String path, String key) {
        return server.send(request(path).header("authorization", "Bearer " + key));
    }

    private HttpResponse<String> post(String path, String key, String body) {
        return server.send(request(path).header("x-api-key", key).POST(BodyPublishers.ofString(body)));
    }

    private static MultipartBody form() {
        return new MultipartBody().field("model", "whisper-1").file(new byte[] {1, 2, 3});
    }

    private HttpResponse<String> submit(String key, MultipartBody form) {
        return server.send(form.request(server.uri("/v1/jobs")).header("authorization", "Bearer " + key));
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private static void assertError(HttpResponse<String> response, String type, String code) {
        JsonObject body = json(response);
        JsonObject error = body.getJsonObject("error", body); // OpenAI's shape, or problem details
        assertThat(error.getString("type")).isIn(type, "urn:sotto:problem:" + code);
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("message", error.getString("detail"))).isNotEmpty();
    }
}
