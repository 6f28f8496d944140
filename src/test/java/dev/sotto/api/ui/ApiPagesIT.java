package dev.sotto.api.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that show the contract, as a browser gets them. */
@Tag("heavy")
@Timeout(60)
class ApiPagesIT {
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

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

    private static HttpResponse<byte[]> compressed(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path)).header("accept-encoding", "br, gzip");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String unpacked(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/redoc"})
    void a_page_loads_only_files_of_this_server_and_all_of_them_are_there(String path) throws Exception {
        HttpResponse<String> page = server.get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.body()).doesNotContain("http:", "https:", "<style", "onload");
        List<String> links =
                LINK.matcher(page.body()).results().map(found -> found.group(1)).toList();
        assertThat(links).hasSizeGreaterThan(2);
        for (String link : links) {
            if (!link.startsWith("data:")) {
                HttpResponse<String> file = server.get("/" + link);
                assertThat(file.statusCode()).as(link).isEqualTo(200);
                assertThat(header(file, "content-type")).matches("text/(javascript|css); charset=utf-8");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/docs", "/docs/start.js", "/docs/swagger-ui-bundle.js", "/redoc", "/redoc/redoc.standalone.js"})
    void no_script_but_files_of_this_server_runs_and_nothing_is_asked_of_others(String path) {
        String policy = header(server.get(path), "content-security-policy");
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self';", "connect-src 'self'", "img-src 'self' data:")
                .doesNotContain("unsafe-eval", "http", "*");
        Matcher inline = Pattern.compile("'unsafe-inline'").matcher(policy);
        assertThat(inline.results().count()).as("styles alone").isEqualTo(1);
        assertThat(policy).contains("style-src 'self' 'unsafe-inline'");
        assertThat(header(server.get(path), "x-content-type-options")).isEqualTo("nosniff");
    }

    @Test
    void programs_travel_compressed_and_are_kept() throws Exception {
        HttpResponse<byte[]> packed = compressed("/docs/swagger-ui-bundle.js");
        String whole = server.get("/docs/swagger-ui-bundle.js").body();
        assertThat(header(packed, "content-encoding")).isEqualTo("gzip");
        assertThat(header(packed, "vary")).isEqualTo("accept-encoding");
        assertThat(header(packed, "cache-control")).isEqualTo("public, max-age=86400");
        assertThat(packed.body().length).isLessThan(whole.length() / 2);
        assertThat(unpacked(packed.body())).isEqualTo(whole).contains("SwaggerUIBundle");

        String etag = header(packed, "etag");
        HttpResponse<byte[]> again = compressed("/docs/swagger-ui-bundle.js", "if-none-match", etag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(server.get("/docs/swagger-ui-bundle.js"), "etag")).isNotEqualTo(etag);
    }

    @Test
    void whoever_refuses_gzip_gets_the_whole_file() throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri("/docs")).header("accept-encoding", "gzip;q=0, identity");
        HttpResponse<String> page = server.send(request);
        assertThat(header(page, "content-encoding")).isEmpty();
        assertThat(page.body()).startsWith("<!doctype html>");
        assertThat(header(page, "cache-control")).isEqualTo("no-cache");
    }

    @Test
    void a_slash_at_the_end_leads_to_the_page() {
        HttpResponse<String> moved = server.get("/docs/");
        assertThat(moved.statusCode()).isEqualTo(308);
        assertThat(moved.request().uri().resolve(header(moved, "location"))).isEqualTo(server.uri("/docs"));
        assertThat(server.get("/docs/nothing.js").statusCode()).isEqualTo(404);
    }

    @Test
    void head_says_what_get_would() {
        HttpResponse<String> head = server.send(
                HttpRequest.newBuilder(server.uri("/redoc")).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "content-length"))
                .isEqualTo(Integer.toString(server.get("/redoc").body().length()));
    }

    @Test
    void starts_show_the_contract_of_this_server_and_ask_no_validator() {
        assertThat(server.get("/docs/start.js").body()).contains("openapi.yaml", "validatorUrl: null");
        assertThat(server.get("/redoc/start.js").body()).contains("Redoc.init(", "openapi.yaml", "disableSearch: true");
        assertThat(server.get("/openapi.yaml").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whisper-api-server",
                "whisperx-stt",
                "whisperx-fastapi",
                "insanely-fast-whisper",
                "whisper-asr-webservice",
                "whisper-cpp"
            })
    void a_dialect_shows_its_own_contract_below_its_prefix(String dialect) {
        String prefix = "/compat/" + dialect;
        JsonObject contract =
                new JsonObject(server.get(prefix + "/openapi.json").body());
        assertThat(contract.getString("openapi")).startsWith("3.1");
        assertThat(contract.getJsonArray("servers").getJsonObject(0).getString("url"))
                .isEqualTo(prefix);
        assertThat(contract.getJsonObject("paths").fieldNames()).doesNotContain("/openapi.json");
        for (String path : contract.getJsonObject("paths").fieldNames()) {
            HttpResponse<String> options =
                    server.send(HttpRequest.newBuilder(server.uri(prefix + path.replaceAll("\\{\\w+}", "x")))
                            .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
            assertThat(options.statusCode()).as(path).isEqualTo(204);
        }
        for (String page : List.of("/docs", "/redoc")) {
            HttpResponse<String> shown = server.get(prefix + page);
            assertThat(shown.statusCode()).as(page).isEqualTo(200);
            assertThat(shown.body()).startsWith("<!doctype html>");
            for (MatchResult link : LINK.matcher(shown.body()).results().toList()) {
                if (!link.group(1).startsWith("data:")) {
                    assertThat(server.get(prefix + "/" + link.group(1)).statusCode())
                            .as(link.group(1))
                            .isEqualTo(200);
                }
            }
            assertThat(server.get(prefix + page + "/start.js").body()).contains("openapi.json", "compat");
        }
    }
}
