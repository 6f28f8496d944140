package dev.sotto.api.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.testing.Chromium;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, over a real server and store; only the network that listens is scripted. */
abstract class ScriptedPage {
    static final String TEXTS = "[...document.querySelectorAll('.said')].map(p => p.value ?? p.textContent)";

    @TempDir
    static Path home;

    static TestServer server;
    static Chromium browser;

    @BeforeAll
    static void start() throws Exception {
        browser = Chromium.start(home.resolve("browser"));
        server = TestServer.start(home.resolve("server"), Map.of());
        Transcript transcript = new Transcript(
                Task.TRANSCRIBE,
                "en",
                6,
                "We met at noon. It rained all day.",
                List.of(
                        segment(0, 0, 0.9, " We", " met", " at", " noon."),
                        segment(1, 3, 0.3, " It", " rained", " all", " day.")));
        server.transcriber.script = request -> Future.succeededFuture(new TranscriptionReply.Succeeded(transcript));
    }

    static Segment segment(int id, double start, double probability, String... texts) {
        List<Word> words = new ArrayList<>();
        for (String text : texts) {
            double at = start + words.size() * 0.5;
            words.add(new Word(text, at, at + 0.5, words.size() == 1 ? probability : 0.9));
        }
        return new Segment(id, 0, start, start + 2, String.join("", texts), List.of(5), 0, -0.2, 1.1, 0.01, words);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void window() {
        browser.window(1440, 900, false);
    }

    @AfterEach
    void nothing_was_wrong_in_the_page_and_nobody_else_was_asked() {
        assertThat(browser.complaints()).isEmpty();
        URI own = server.uri("/");
        assertThat(browser.requests())
                .filteredOn(address -> List.of("http", "https").contains(address.getScheme()))
                .allMatch(address ->
                        address.getPort() == own.getPort() && address.getHost().equals(own.getHost()));
    }

    static void open(String hash) {
        browser.open(server.uri("/?" + System.nanoTime() + "#" + hash));
    }

    /** Sends a recording as a person does, and waits for its workbench. */
    static String transcribed() throws IOException {
        Path recording = Files.write(home.resolve("Interview 03.wav"), new byte[2000]);
        open("/new");
        browser.until("document.querySelector('#files')");
        browser.choose("#files", recording);
        browser.until("document.querySelectorAll('.files li').length === 1");
        browser.value("document.querySelector('form .primary').click()");
        browser.until("document.querySelectorAll('.passage').length === 2");
        return ((String) browser.value("location.hash")).replace("#/transcripts/", "");
    }

    static JsonArray passages(String id) {
        return new JsonObject(server.get("/v1/transcripts/" + id).body()).getJsonArray("passages");
    }

    static String text(String id, int passage) {
        return passages(id).getJsonObject(passage).getString("text");
    }

    static void saved() {
        browser.until("document.querySelector('#saved').textContent === 'Saved'");
    }

    static void edit(int passage) {
        browser.value("document.querySelectorAll('.passage .link')[%d].click()".formatted(passage));
        browser.until("document.activeElement.matches('textarea.said')");
    }

    static void enter() {
        browser.press("Enter", "Enter", 13, 0);
    }

    static void fill(String selector, String text) {
        browser.value("(f => { f.value = '%s'; f.dispatchEvent(new Event('input')); })(document.querySelector('%s'))"
                .formatted(text, selector));
    }

    static String row(String id) {
        return "document.querySelector('a.name[href$=\"" + id + "\"]')?.closest('li')";
    }
}
