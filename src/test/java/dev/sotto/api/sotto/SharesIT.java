package dev.sotto.api.sotto;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sotto.testing.Chromium;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Links to transcripts, over HTTP and the store: who has one reads, nobody else does. */
@Tag("heavy")
@Timeout(120)
class SharesIT {
    private static final String ADMIN = "an-admin-key-of-tests-with-enough-letters";

    @TempDir
    static Path home;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(
                home.resolve("server"),
                Map.of(
                        "SOTTO_ADMIN_KEY",
                        ADMIN,
                        "SOTTO_HTTP_ADDRESS_RATE",
                        "10000/minute",
                        "SOTTO_HTTP_LOG_REQUESTS",
                        "true"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> keyed(HttpRequest.Builder request) {
        return server.send(request.header("x-api-key", ADMIN));
    }

    private static HttpResponse<String> post(String path, String body) {
        return keyed(HttpRequest.newBuilder(server.uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String job() {
        HttpResponse<String> made = keyed(new MultipartBody()
                .field("model", "whisper-1")
                .file(new byte[10])
                .request(server.uri("/v1/jobs")));
        String id = new JsonObject(made.body()).getString("id");
        keyed(HttpRequest.newBuilder(server.uri("/v1/jobs/" + id + "/events")));
        return id;
    }

    private static JsonObject share(String job, String body) {
        HttpResponse<String> made = post("/v1/transcripts/" + job + "/shares", body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return new JsonObject(made.body());
    }

    @Test
    void who_has_the_link_reads_the_edited_transcript_without_a_key_and_without_scripts() {
        String job = job();
        post("/v1/jobs/" + job + "/labels", "{\"title\": \"Tom & <b>Jerry</b>\"}");
        HttpResponse<String> edited = post("/v1/transcripts/" + job + "/operations", """
            {"editor": "a", "base_version": 0, "operations": [
              {"id": "op_1", "type": "assign", "passage": "s0", "speaker": "A"},
              {"id": "op_2", "type": "rename", "speaker": "A", "name": "O'Hara"},
              {"id": "op_3", "type": "text", "passage": "s0", "text": "Say <script>alert(1)</script> & \\"so\\"."}]}""");
        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
        JsonObject made = share(job, "{}");
        assertThat(made.getString("path")).matches("/s/[0-9a-z]{52}");
        assertThat(made.getDouble("expires_at") - made.getDouble("created_at")).isEqualTo(7 * 86400.0);
        HttpResponse<String> page = server.get(made.getString("path"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'self';")
                .doesNotContain("unsafe", "script-src");
        assertThat(page.headers().firstValue("x-robots-tag")).hasValue("noindex, nofollow");
        assertThat(page.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(page.headers().firstValue("referrer-policy")).hasValue("no-referrer");
        assertThat(page.body())
                .contains("<h1 dir=\"auto\">Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;</h1>")
                .contains("<a href=\"#p1\">00:00:00</a> <strong dir=\"auto\">O&#39;Hara</strong>")
                .contains("<p dir=\"auto\">Say &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;so&quot;.</p>")
                .doesNotContain("<script", "<b>", "<i>", job);
        assertThat(server.get("/v1/jobs/" + job).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        de-AT,en;q=0.5    | de | Dieser Link lässt sich
        fr,en-GB;q=0.8    | en | This link can be read
        fr                | en | This link can be read
        """)
    void the_page_is_in_the_reader_s_language_where_it_knows_it(String accepted, String language, String text) {
        HttpResponse<String> page =
                server.send(HttpRequest.newBuilder(server.uri(share(job(), "{}").getString("path")))
                        .header("accept-language", accepted));
        assertThat(page.body()).contains("<html lang=\"" + language + "\">", text);
    }

    @Test
    void a_link_that_was_withdrawn_or_belongs_to_a_deleted_job_says_so() {
        String job = job();
        JsonObject first = share(job, "{\"expires_in_seconds\": 60}");
        JsonObject second = share(job, "{}");
        HttpResponse<String> revoked =
                keyed(HttpRequest.newBuilder(server.uri("/v1/transcripts/" + job + "/shares/" + first.getString("id")))
                        .DELETE());
        assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(200);
        HttpResponse<String> ended = server.get(first.getString("path"));
        assertThat(ended.statusCode()).isEqualTo(410);
        assertThat(ended.body()).contains("This link has ended").doesNotContain("listeners");
        JsonObject list = new JsonObject(keyed(HttpRequest.newBuilder(server.uri("/v1/transcripts/" + job + "/shares")))
                .body());
        assertThat(list.getJsonArray("data").stream().map(share -> ((JsonObject) share).getValue("revoked_at") == null))
                .containsExactlyInAnyOrder(true, false);
        assertThat(list.encode()).doesNotContain("/s/");
        assertThat(server.get(second.getString("path")).statusCode()).isEqualTo(200);
        keyed(HttpRequest.newBuilder(server.uri("/v1/jobs/" + job)).DELETE());
        HttpResponse<String> gone = server.get(second.getString("path"));
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.body()).contains("There is no such link");
        assertThat(server.get("/s/" + "a".repeat(52)).statusCode()).isEqualTo(404);
        assertThat(server.get("/s/" + first.getString("id")).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"expires_in_seconds":59}        | 400
        {"expires_in_seconds":31622401}  | 400
        {"expires_in_seconds":"7"}       | 400
        {"expires_in_seconds":600.5}     | 400
        """)
    void what_is_no_lifetime_is_refused(String body, int status) {
        HttpResponse<String> refused = post("/v1/transcripts/" + job() + "/shares", body);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(new JsonObject(refused.body()).getString("detail")).contains("a whole number from 60 to 31622400");
    }

    @Test
    void links_are_for_owners_alone_and_to_transcripts_alone() {
        String job = job();
        String id = share(job, "{}").getString("id");
        for (String path : List.of("/shares", "/shares/" + id)) {
            HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/v1/transcripts/" + job + path));
            assertThat(server.send(path.endsWith(id) ? request.DELETE() : request)
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(post("/v1/transcripts/job_unknown/shares", "{}").statusCode())
                .isEqualTo(404);
        assertThat(keyed(HttpRequest.newBuilder(server.uri("/v1/transcripts/" + job + "/shares/share_unknown"))
                                .DELETE())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_log_of_requests_has_no_token() {
        Logger log = (Logger) LoggerFactory.getLogger("dev.sotto.requests");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Level before = log.getLevel();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
        try {
            String path = share(job(), "{}").getString("path");
            server.get(path);
            Eventually.get(() -> List.copyOf(lines.list).toString(), logged -> logged.contains("/s/***"));
            assertThat(lines.list.toString()).doesNotContain(path);
        } finally {
            log.detachAppender(lines);
            log.setLevel(before);
        }
    }

    @Test
    void who_asks_for_links_too_often_must_wait(@TempDir Path folder) throws Exception {
        try (TestServer limited = TestServer.start(folder, Map.of("SOTTO_HTTP_ADDRESS_RATE", "3/hour"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(limited.get("/s/nothing").statusCode()).isEqualTo(404);
            }
            HttpResponse<String> refused = limited.get("/s/nothing");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
        }
    }

    @Test
    void a_browser_shows_the_page_without_breaking_its_policy(@TempDir Path folder) throws Exception {
        try (Chromium browser = Chromium.start(folder)) {
            String path = share(job(), "{}").getString("path");
            for (boolean isDark : new boolean[] {false, true}) {
                browser.window(isDark ? 360 : 1440, 900, isDark);
                browser.open(server.uri(path + "#p1"));
                browser.until("document.querySelector('section p') && document.styleSheets.length === 1"
                        + " && document.styleSheets[0].cssRules.length > 5");
                assertThat(browser.value("document.documentElement.scrollWidth <= innerWidth"))
                        .isEqualTo(true);
                Files.write(
                        Files.createDirectories(Path.of("target", "pictures")).resolve("share-" + isDark + ".png"),
                        browser.picture());
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
