package dev.sotto.api.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.Chromium;
import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every view in its states has nothing that axe-core objects to, in both colours, narrow and wide. */
@Tag("heavy")
@Timeout(300)
class AccessibilityIT {
    private static final String VIOLATIONS = """
        axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.flatMap(rule =>
            rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`)).join('\\n'))""";

    @TempDir
    static Path home;

    private static TestServer server;
    private static Chromium browser;
    private static String axe;
    private static final Promise<TranscriptionReply> unfinished = Promise.promise();
    private static String ended;
    private static String running;
    private static String failed;

    @BeforeAll
    static void start() throws Exception {
        browser = Chromium.start(home.resolve("browser"));
        server = TestServer.start(home.resolve("server"), Map.of());
        try (InputStream file = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Word> words = List.of(new Word(" It", 0, 0.4, 0.9), new Word(" rained.", 0.5, 1, 0.2));
        Segment segment = new Segment(0, 0, 0, 1, " It rained.", List.of(5), 0, -0.2, 1.1, 0.01, words);
        Transcript transcript = new Transcript(Task.TRANSCRIBE, "en", 1, "It rained.", List.of(segment));
        server.transcriber.script = request -> Future.succeededFuture(new TranscriptionReply.Succeeded(transcript));
        ended = submitted();
        JobEventsReader.readAll(server, ended);
        post("/v1/jobs/" + ended + "/labels", "{\"title\": \"Interview\", \"tags\": [\"weather\"]}");
        post("/v1/transcripts/" + ended + "/operations", """
            {"editor": "a", "base_version": 0, "operations": [
              {"id": "op_1", "type": "assign", "passage": "s0", "speaker": "A"},
              {"id": "op_2", "type": "note", "note": "n1", "at_seconds": 0.5, "text": "Check."},
              {"id": "op_3", "type": "text", "passage": "s0", "text": "It snowed."}]}""");
        server.transcriber.script = request ->
                Future.succeededFuture(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "This is no recording."));
        failed = submitted();
        JobEventsReader.readAll(server, failed);
        server.transcriber.script = request -> unfinished.future();
        running = submitted();
    }

    private static String submitted() {
        return new JsonObject(server.post(
                                "/v1/jobs",
                                new MultipartBody()
                                        .field("model", "whisper-1")
                                        .field("reuse_results", "false")
                                        .file(new byte[10]))
                        .body())
                .getString("id");
    }

    private static JsonObject post(String path, String body) {
        return new JsonObject(
                server.send(HttpRequest.newBuilder(server.uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)))
                        .body());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            unfinished.tryFail("the test is over");
            server.close();
        }
    }

    private static void show(String hash, String until) {
        browser.open(server.uri("/?" + System.nanoTime() + "#" + hash));
        browser.until("document.querySelector('" + until + "')");
    }

    private static void nothing_is_wrong(String state) throws IOException {
        browser.value(axe);
        Files.write(
                Files.createDirectories(Path.of("target", "pictures")).resolve("axe-" + state + ".png"),
                browser.picture());
        assertThat(browser.value(VIOLATIONS)).as(state).isEqualTo("");
    }

    @Test
    void what_cannot_be_used_by_everybody_is_objected_to() {
        show("/", "h1");
        browser.value(axe);
        browser.value("document.querySelector('h1').insertAdjacentElement('afterend', document.createElement('button'))"
                + ".style.color = '#ccc'");
        browser.value("document.querySelector('h1').style.color = 'rgb(200 200 200 / .3)'");
        assertThat((String) browser.value(VIOLATIONS)).contains("button-name", "color-contrast: h1");
    }

    @Test
    void the_question_for_a_key_and_an_empty_library_can_be_used_by_everybody(@TempDir Path folder) throws Exception {
        String key = "an-admin-key-of-tests-with-enough-letters";
        try (TestServer keyed = TestServer.start(folder, Map.of("SOTTO_ADMIN_KEY", key))) {
            for (boolean isDark : new boolean[] {true, false}) {
                browser.window(isDark ? 360 : 1440, 900, isDark);
                browser.open(keyed.uri("/?" + System.nanoTime() + "#/"));
                browser.until("document.querySelector('dialog #key')");
                nothing_is_wrong("key-" + isDark);
                browser.type(key);
                browser.value("document.querySelector('dialog .primary').click()");
                browser.until("document.querySelector('.empty') && !document.querySelector('dialog')");
                nothing_is_wrong("empty-" + isDark);
                browser.value("sessionStorage.clear()");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"360, false", "360, true", "1440, false", "1440, true"})
    void every_view_can_be_used_by_everybody(int width, boolean isDark) throws IOException {
        browser.window(width, 900, isDark);
        String as = "-%d-%s".formatted(width, isDark ? "dark" : "light");
        show("/", ".jobs .tag");
        nothing_is_wrong("library" + as);
        browser.value("document.querySelector('#all').click()");
        nothing_is_wrong("chosen" + as);
        browser.value("document.querySelector('.many button').click()");
        browser.until("document.querySelector('dialog #added')");
        nothing_is_wrong("tags" + as);
        show("/", ".jobs .tag");
        browser.value("document.querySelector('#all').click()");
        browser.value("document.querySelectorAll('.many button')[1].click()");
        browser.until("document.querySelector('dialog #format')");
        nothing_is_wrong("export" + as);
        show("/", ".jobs .tag");
        browser.value("document.querySelector('.jobs .tag').closest('li').querySelector('.row button').click()");
        browser.until("document.querySelector('dialog #name')");
        nothing_is_wrong("rename" + as);
        show("/new", "#files");
        browser.choose("#files", Files.write(home.resolve("talk.wav"), new byte[10]));
        browser.until("document.querySelector('.files li')");
        nothing_is_wrong("new" + as);
        show("/jobs/" + running, "progress");
        nothing_is_wrong("running" + as);
        show("/jobs/" + failed, "h1");
        nothing_is_wrong("failed" + as);
        show("/jobs/job_unknown", ".error");
        nothing_is_wrong("unknown" + as);
        browser.forgive();
        for (String part : List.of("system", "models", "keys", "webhooks")) {
            show("/server/" + part, ".parts [aria-current]");
            nothing_is_wrong("server-" + part + as);
        }
        browser.forgive(); // models and keys are an administrator's
        show("/transcripts/" + ended, ".passage");
        browser.value("document.querySelectorAll('aside details').forEach(part => { part.open = true; })");
        browser.until("document.querySelector('.difference')");
        browser.value("document.querySelector('#share-panel .primary').click()");
        browser.until("document.querySelector('#share-panel li button')");
        nothing_is_wrong("workbench" + as);
        browser.value("document.querySelector('.passage .link').click()");
        browser.until("document.activeElement.matches('textarea.said')");
        nothing_is_wrong("editing" + as);
        String shared = post("/v1/transcripts/" + ended + "/shares", "{}").getString("path");
        browser.open(server.uri(shared));
        browser.until("document.querySelector('section .who strong')");
        nothing_is_wrong("shared" + as);
    }
}
