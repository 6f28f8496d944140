package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything but the audio operations: contract, models, health, pages, methods, origins, and what is no HTTP. */
@Tag("heavy")
class SurfaceIT {
    @TempDir
    static Path home;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(
                home, Map.of("SOTTO_HTTP_CORS_ORIGINS", "https://app.example.org", "SOTTO_HTTP_IDLE_TIMEOUT", "500ms"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void ready_again() {
        server.transcriber.isReady = true;
    }

    @Test
    void every_operation_of_the_contract_is_bound() throws Exception {
        OpenAPIContract contract =
                RoutableContract.of(Contract.of(Contract.SOTTO).json());
        assertThat(contract.operations()).isNotEmpty();
        for (Operation operation : contract.operations()) {
            HttpResponse<String> response = server.send(HttpRequest.newBuilder(
                            server.uri(operation.getAbsoluteOpenAPIPath().replaceAll("\\{.*?}", "tiny.en")))
                    .method(operation.getHttpMethod().name(), HttpRequest.BodyPublishers.noBody()));
            // Jobs and the like that are not there, and bodies that lack what is needed, are answers of the operation
            // itself.
            assertThat(response.statusCode()).as(operation.getOperationId()).isIn(200, 400, 403, 404, 415);
            assertThat(response.body()).as(operation.getOperationId()).doesNotContain("unknown_url");
            assertThat(response.headers().firstValue("x-request-id")).isPresent();
        }
    }

    @Test
    void models_are_listed_with_their_aliases() {
        assertThat(new JsonObject(server.get("/v1/models").body())).isEqualTo(new JsonObject("""
            {"object":"list","data":[
              {"id":"tiny.en","object":"model","created":1700000000,"owned_by":"openai","multilingual":false},
              {"id":"org/many","object":"model","created":1700000000,"owned_by":"org","multilingual":true},
              {"id":"gpt-4o-transcribe-diarize","object":"model","created":1700000000,"owned_by":"org","multilingual":true},
              {"id":"whisper-1","object":"model","created":1700000000,"owned_by":"openai","multilingual":false}]}
            """));
    }

    @Test
    void model_is_found_by_name_by_alias_and_with_its_slash_escaped_or_not() {
        assertThat(new JsonObject(server.get("/v1/models/tiny.en").body()).getString("id"))
                .isEqualTo("tiny.en");
        assertThat(new JsonObject(server.get("/v1/models/whisper-1").body()).getString("id"))
                .isEqualTo("whisper-1");
        for (String path : new String[] {"/v1/models/org%2Fmany", "/v1/models/org/many"}) {
            assertThat(new JsonObject(server.get(path).body()).getString("id")).isEqualTo("org/many");
        }
        HttpResponse<String> unknown = server.get("/v1/models/org/none");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(unknown.body()).getJsonObject("error").getString("code"))
                .isEqualTo("model_not_found");
    }

    @Test
    void health_tells_loading_from_ready() {
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
        JsonObject health = new JsonObject(server.get("/health").body());
        assertThat(health.getString("status")).isEqualTo("healthy");
        assertThat(health.getString("message")).isEqualTo("Service is running");
        assertThat(health.getString("version")).isEqualTo("1.2.3");
        assertThat(health.getString("model")).isEqualTo("base");
        assertThat(health.getBoolean("gpu_available")).isFalse();
        assertThat(health.getDouble("time")).isGreaterThan(1_700_000_000.0);
        assertThat(health.getInteger("active_tasks")).isNotNegative();
        assertThat(health.getJsonObject("metrics").getJsonObject("system").fieldNames())
                .containsExactly("memory_used_percent", "cpu_percent", "disk_used_percent");

        server.transcriber.isReady = false;
        assertThat(server.get("/health").statusCode()).isEqualTo(503);
        assertThat(server.get("/health").body()).contains("\"status\":\"loading\"");
        HttpResponse<String> refused = server.post(
                "/v1/audio/transcriptions",
                new MultipartBody().field("model", "whisper-1").file(new byte[10]));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("5");
        assertThat(refused.body()).contains("still loading its model");
    }

    @Test
    void contract_is_served_as_it_is() throws Exception {
        HttpResponse<String> response = server.get("/openapi.yaml");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/yaml");
        try (var file = SurfaceIT.class.getResourceAsStream("/openapi.yaml")) {
            assertThat(response.body()).isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
        JsonObject json = new JsonObject(server.get("/openapi.json").body());
        assertThat(json.getJsonObject("paths").fieldNames()).contains("/v1/audio/transcriptions", "/v1/jobs");
    }

    @Test
    void page_may_run_nothing_but_its_own_files() {
        HttpResponse<String> page = server.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(page.body()).doesNotContain("<style", "style=", "onclick", "//cdn");
        assertThat(server.get("/page.js").headers().firstValue("content-type").orElse(""))
                .contains("javascript");
    }

    @Test
    void page_cannot_be_left_for_other_files() throws Exception {
        for (String path : new String[] {"/../pom.xml", "/%2e%2e/pom.xml", "/..%2fpom.xml", "/.git/config"}) {
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).containsPattern("^HTTP/1.1 40[04] ").contains("invalid_request_error");
        }
    }

    @Test
    void head_answers_as_get_without_a_body() {
        for (String path : new String[] {"/health", "/v1/models", "/"}) {
            HttpResponse<String> head = server.send(
                    HttpRequest.newBuilder(server.uri(path)).method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void options_names_the_methods() {
        HttpResponse<String> options = server.send(HttpRequest.newBuilder(server.uri("/v1/models"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS");
    }

    @Test
    void listed_origin_may_call_and_others_may_not() {
        assertThat(preflight("https://app.example.org").headers().firstValue("access-control-allow-origin"))
                .hasValue("https://app.example.org");
        assertThat(preflight("https://evil.example.org").headers().firstValue("access-control-allow-origin"))
                .isEmpty();
        HttpResponse<String> evil = server.send(
                HttpRequest.newBuilder(server.uri("/v1/models")).header("Origin", "https://evil.example.org"));
        assertThat(evil.statusCode()).isEqualTo(403);
        assertThat(evil.body()).contains("The page's origin may not call this server");
    }

    @Test
    void what_is_no_http_is_answered_in_the_same_shape() throws Exception {
        assertThat(raw("nonsense\r\n\r\n"))
                .containsPattern("^HTTP/1.[01] 400 ")
                .contains("The request is not valid HTTP.");
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "y".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("headers are longer than this server accepts");
        assertThat(raw("POST /v1/audio/transcriptions HTTP/1.1\r\nHost: localhost\r\nContent-Length: abc\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("x-request-id: req_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 44\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 44",
                "Content-Length: 5\r\nContent-Length: 44",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"
            })
    void request_whose_length_could_be_read_in_two_ways_is_refused_and_its_connection_closed(String lengths)
            throws Exception {
        String hidden = "0\r\n\r\nGET /health HTTP/1.1\r\nHost: hidden\r\n\r\n";
        String answer =
                raw("POST /v1/audio/transcriptions HTTP/1.1\r\nHost: localhost\r\n" + lengths + "\r\n\r\n" + hidden);
        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .containsOnlyOnce("HTTP/1.")
                .containsIgnoringCase("connection: close")
                .contains("invalid_request_error");
    }

    @Test
    void connection_that_never_finishes_its_request_is_closed() throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost")).isEmpty();
    }

    private static HttpResponse<String> preflight(String origin) {
        return server.send(HttpRequest.newBuilder(server.uri("/v1/audio/transcriptions"))
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    /** Sends raw text and reads until the server closes. */
    private static String raw(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void two_servers_cannot_share_a_data_folder() throws Exception {
        assertThat(Files.exists(home.resolve("data/uploads/.lock"))).isTrue();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> TestServer.start(home, Map.of()))
                .hasMessageContaining("is in use by process");
    }
}
