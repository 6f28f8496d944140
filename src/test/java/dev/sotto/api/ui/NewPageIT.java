package dev.sotto.api.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.testing.Chromium;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How recordings come to the server from the page: addresses, the microphone, presets. */
@Tag("heavy")
@Timeout(300)
class NewPageIT {
    private static final String ORIGIN = "127.0.0.1";

    @TempDir
    static Path home;

    private static TestServer server;
    private static Chromium browser;
    private static RawReceiver origin;
    private static final List<TranscriptionRequest> heard = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        browser = Chromium.start(home.resolve("browser"));
        origin = new RawReceiver(ORIGIN, 0, RawReceiver.answering(200, "", "the sound of a talk"));
        server = TestServer.start(
                home.resolve("server"),
                Map.of(
                        "SOTTO_FETCH_ENABLED",
                        "true",
                        "SOTTO_OUTBOUND_PLAIN_HTTP",
                        "true",
                        "SOTTO_OUTBOUND_TRUSTED_CIDRS",
                        ORIGIN + "/32",
                        "SOTTO_OUTBOUND_EXTRA_PORTS",
                        String.valueOf(origin.port())));
        server.transcriber.script = request -> {
            heard.add(request);
            return Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        };
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
        if (origin != null) {
            origin.close();
        }
    }

    @BeforeEach
    void open() {
        heard.clear();
        browser.window(1440, 900, false);
        browser.open(server.uri("/?" + System.nanoTime() + "#/new"));
        browser.until("document.querySelector('#preset')");
    }

    @AfterEach
    void nothing_was_wrong_in_the_page() {
        assertThat(browser.complaints()).isEmpty();
    }

    private static void choose(String selector, String value) {
        browser.value("(s => { s.value = '%s'; s.dispatchEvent(new Event('change')); })(document.querySelector('%s'))"
                .formatted(value, selector));
    }

    private static void start(int rows) {
        browser.until("document.querySelectorAll('.files li').length === " + rows);
        browser.value("document.querySelector('form > .row .primary').click()");
    }

    private static JsonArray jobs() {
        return new JsonObject(server.get("/v1/jobs").body()).getJsonArray("data");
    }

    @Test
    void a_recording_is_fetched_from_the_address_that_is_pasted() {
        browser.value("document.querySelector('#link').value = 'http://%s:%d/a/Board%%20meeting.mp3?x=1'"
                .formatted(ORIGIN, origin.port()));
        browser.value("document.querySelector('.drop .row:last-child button').click()");
        browser.until("document.querySelector('.files .name')?.textContent === 'Board meeting.mp3'");
        start(1);
        browser.until("document.querySelector('.passage')");
        assertThat(origin.requests().get(0).line()).startsWith("GET /a/Board%20meeting.mp3?x=1");
        assertThat(jobs().getJsonObject(0).getString("title")).isEqualTo("Board meeting");
    }

    @Test
    void a_preset_asks_for_what_its_name_says_and_is_there_again() throws Exception {
        choose("#preset", "accurate");
        assertThat(browser.value("document.querySelector('#preset-help').textContent"))
                .isEqualTo("Compares five ways to write each window; takes several times as long.");
        browser.choose("#files", Files.write(home.resolve("talk.wav"), new byte[100]));
        start(1);
        browser.until("document.querySelector('.passage')");
        assertThat(heard.get(0).options().search().beamSize()).hasValue(5);
        open();
        assertThat(browser.value("document.querySelector('#preset').value")).isEqualTo("accurate");
        choose("#preset", "subtitles");
        browser.choose("#files", Files.write(home.resolve("film.wav"), new byte[101]));
        start(1);
        browser.until("document.querySelector('.passage')");
        assertThat(heard.get(0).options().search().beamSize()).isEmpty();
    }

    @Test
    void what_is_recorded_outlives_a_closed_tab_and_is_sent_and_forgotten() throws Exception {
        String record = "document.querySelector('.recorder button')";
        browser.value(record + ".click()");
        browser.until("document.querySelector('.recorder [role=status]').textContent.includes('0:03')");
        Files.write(Files.createDirectories(Path.of("target", "pictures")).resolve("record.png"), browser.picture());
        open();
        browser.until("document.querySelector('.recorder li')?.textContent.includes('not sent yet')");
        browser.value("document.querySelector('.recorder li button').click()");
        browser.until("document.querySelector('.files .name')?.textContent.startsWith('Recorded ')");
        browser.until("document.querySelectorAll('.recorder li').length === 0");
        start(1);
        browser.until("document.querySelector('.passage')");
        assertThat(jobs().getJsonObject(0).getString("title")).startsWith("Recorded ");
        open();
        assertThat(browser.value("import('./shelf.js').then(shelf => shelf.takes()).then(takes => takes.length)"))
                .isEqualTo(0);
    }

    @Test
    void a_recording_is_stopped_and_sent_with_the_others() {
        String record = "document.querySelector('.recorder button')";
        browser.value(record + ".click()");
        browser.until("document.querySelector('.recorder [role=status]').textContent.includes('0:02')");
        browser.value(record + ".click()");
        start(1);
        browser.until("document.querySelector('.passage')");
        assertThat(heard).hasSize(1);
    }
}
