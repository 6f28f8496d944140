package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other sites get of this server, whose address their own name may be given. */
@Tag("heavy")
@Timeout(60)
class StrangersPagesIT {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path home;

    private TestServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(Map<String, String> settings) throws Exception {
        server = TestServer.start(home, settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "XYZZY"})
    void open_server_is_called_by_its_own_names_only_whatever_the_method_and_port(String method) throws Exception {
        start(Map.of("SOTTO_MANAGEMENT_PORT", "0"));
        for (String path : List.of(
                "/",
                "/index.html",
                "/health",
                "/openapi.yaml",
                "/v1/models",
                "/v1/jobs",
                "/v1/jobs/x/events",
                "/nothing")) {
            String answer = raw(server.port(), method, path, "Host: evil.example:" + server.port());
            assertThat(answer).as(path).startsWith("HTTP/1.1 403 ").contains("x-request-id: req_");
            if (!method.equals("HEAD")) {
                // Paths that dialects share answer errors as all of these do: with a sentence and no code.
                assertThat(answer)
                        .as(path)
                        .contains(path.equals("/") ? "{\"detail\":" : "\"host_refused\"")
                        .contains("evil.example")
                        .contains("http.allowed-hosts");
            }
        }
        for (String path : List.of("/metrics", "/health/live", "/health/ready", "/nothing")) {
            assertThat(raw(server.managementPort().orElseThrow(), method, path, "Host: evil.example"))
                    .as(path)
                    .startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void own_names_addresses_and_programs_of_old_are_answered() throws Exception {
        start(Map.of("SOTTO_MANAGEMENT_PORT", "0", "SOTTO_HTTP_ALLOWED_HOSTS", "sotto"));
        for (String host : List.of("localhost", "LOCALHOST.:1", "127.0.0.1", "[::1]:80", "192.0.2.7", "sotto:8080")) {
            assertThat(raw(server.port(), "GET", "/v1/jobs", "Host: " + host)).startsWith("HTTP/1.1 200 ");
            assertThat(raw(server.managementPort().orElseThrow(), "GET", "/metrics", "Host: " + host))
                    .startsWith("HTTP/1.1 200 ");
        }
        assertThat(send(server.port(), "GET /health HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Host: localhost, evil.example",
                "Forwarded: for=192.0.2.1;host=evil.example;proto=https",
                "Forwarded: for=192.0.2.1, for=192.0.2.2; Host=\"evil.example:80\"",
                "Forwarded: for=192.0.2.1; host = evil.example"
            })
    void name_that_a_proxy_passes_on_is_judged_as_well(String header) throws Exception {
        start(Map.of());
        assertThat(raw(server.port(), "GET", "/v1/jobs", "Host: localhost\r\n" + header))
                .startsWith("HTTP/1.1 403 ")
                .contains("evil.example");
        assertThat(raw(server.port(), "GET", "/v1/jobs", "Host: evil.example\r\nX-Forwarded-Host: localhost"))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void name_in_the_request_line_is_judged_as_well() throws Exception {
        start(Map.of());
        assertThat(raw(server.port(), "GET", "http://evil.example/v1/jobs", "Host: localhost"))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void empty_name_is_no_name_of_this_server() throws Exception {
        start(Map.of("SOTTO_MANAGEMENT_PORT", "0"));
        assertThat(raw(server.port(), "GET", "/v1/jobs", "Host: ")).startsWith("HTTP/1.1 403 ");
        assertThat(raw(server.managementPort().orElseThrow(), "GET", "/metrics", "Host: "))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void whoever_needs_a_key_may_call_by_any_name() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", KEY, "SOTTO_MANAGEMENT_PORT", "0"));
        assertThat(raw(server.port(), "GET", "/v1/jobs", "Host: any.example\r\nX-API-Key: " + KEY))
                .startsWith("HTTP/1.1 200 ");
        assertThat(raw(server.port(), "GET", "/v1/jobs", "Host: any.example")).startsWith("HTTP/1.1 401 ");
        assertThat(raw(server.managementPort().orElseThrow(), "GET", "/metrics", "Host: any.example"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Host: localhost\r\nHost: localhost", "Host: localhost\r\nhost: evil.example", "X-Other: 1"})
    void request_with_two_hosts_or_none_is_malformed_on_every_port(String headers) throws Exception {
        start(Map.of("SOTTO_MANAGEMENT_PORT", "0", "SOTTO_ADMIN_KEY", KEY));
        assertThat(raw(server.port(), "GET", "/health", headers))
                .startsWith("HTTP/1.1 400 ")
                .contains("invalid_request_error");
        assertThat(raw(server.managementPort().orElseThrow(), "GET", "/health/live", headers))
                .startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://localhost:3000",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: cross-site\r\nOrigin: http://localhost",
                "Origin: http://localhost\r\nOrigin: https://evil.example"
            })
    void form_of_another_site_s_page_makes_no_job(String headers) throws Exception {
        start(Map.of());
        assertThat(postForm("Host: localhost\r\n" + headers))
                .startsWith("HTTP/1.1 403 ")
                .contains("The page's origin may not call this server");
        assertThat(raw(server.port(), "DELETE", "/v1/jobs/x", "Host: localhost\r\n" + headers))
                .startsWith("HTTP/1.1 403 ");
        assertThat(new JsonObject(server.get("/v1/jobs").body()).getJsonArray("data"))
                .isEmpty();
        assertThat(raw(server.port(), "GET", "/v1/models", "Host: localhost\r\n" + headers))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContain("access-control-allow-origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Program: 1",
                "Origin: http://localhost",
                "Origin: http://localhost\r\nSec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: none"
            })
    void form_of_a_program_or_of_the_own_page_makes_one(String headers) throws Exception {
        start(Map.of());
        assertThat(postForm("Host: localhost\r\n" + headers)).startsWith("HTTP/1.1 202 ");
    }

    @Test
    void listed_origins_may_be_those_of_apps_and_ask_for_any_header() throws Exception {
        List<String> origins = List.of(
                "https://app.example.org",
                "app://obsidian.md",
                "capacitor://localhost",
                "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
                "moz-extension://0f8fad5b-d9cb-469f-a165-70867728950e");
        start(Map.of("SOTTO_HTTP_CORS_ORIGINS", String.join(", ", origins)));
        for (String origin : origins) {
            HttpResponse<String> preflight = server.send(HttpRequest.newBuilder(server.uri("/v1/audio/transcriptions"))
                    .header("Origin", origin)
                    .header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Private-Network", "true")
                    .header("Access-Control-Request-Headers", "authorization,x-stainless-os,x-stainless-retry-count")
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
            assertThat(preflight.headers().firstValue("access-control-allow-origin"))
                    .hasValue(origin);
            assertThat(preflight.headers().firstValue("access-control-allow-private-network"))
                    .hasValue("true");
            assertThat(preflight.headers().firstValue("access-control-allow-headers"))
                    .hasValue("authorization,x-stainless-os,x-stainless-retry-count");
            assertThat(postForm("Host: localhost\r\nSec-Fetch-Site: cross-site\r\nOrigin: " + origin))
                    .startsWith("HTTP/1.1 202 ");
        }
        for (String stranger :
                List.of("app://obsidian.md.evil", "capacitor://localhostx", "null", "xapp://obsidian.md")) {
            assertThat(postForm("Host: localhost\r\nOrigin: " + stranger)).startsWith("HTTP/1.1 403 ");
        }
    }

    private String postForm(String headers) throws IOException {
        byte[] body = new MultipartBody()
                .field("model", "whisper-1")
                .file(new byte[] {1, 2, 3})
                .bytes();
        String head = "POST /v1/jobs HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\nContent-Length: " + body.length
                + "\r\nContent-Type: multipart/form-data; boundary=" + MultipartBody.BOUNDARY + "\r\n\r\n";
        return send(server.port(), head + new String(body, StandardCharsets.ISO_8859_1));
    }

    private static String raw(int port, String method, String path, String headers) throws IOException {
        return send(port, method + " " + path + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n");
    }

    /** Sends raw text and reads until the server closes. */
    private static String send(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
