package dev.sotto.api.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.testing.Chromium;
import dev.sotto.testing.Eventually;
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
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, over a real server and store; only the network that listens is scripted. */
@Tag("heavy")
@Timeout(300)
class WorkbenchIT {
    private static final String TEXTS = "[...document.querySelectorAll('.said')].map(p => p.value ?? p.textContent)";

    @TempDir
    static Path home;

    private static TestServer server;
    private static Chromium browser;

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

    private static Segment segment(int id, double start, double probability, String... texts) {
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

    private static void open(String hash) {
        browser.open(server.uri("/?" + System.nanoTime() + "#" + hash));
    }

    /** Sends a recording as a person does, and waits for its workbench. */
    private static String transcribed() throws IOException {
        Path recording = Files.write(home.resolve("Interview 03.wav"), new byte[2000]);
        open("/new");
        browser.until("document.querySelector('#files')");
        browser.choose("#files", recording);
        browser.until("document.querySelectorAll('.files li').length === 1");
        browser.value("document.querySelector('form .primary').click()");
        browser.until("document.querySelectorAll('.passage').length === 2");
        return ((String) browser.value("location.hash")).replace("#/transcripts/", "");
    }

    private static JsonArray passages(String id) {
        return new JsonObject(server.get("/v1/transcripts/" + id).body()).getJsonArray("passages");
    }

    private static String text(String id, int passage) {
        return passages(id).getJsonObject(passage).getString("text");
    }

    private static void saved() {
        browser.until("document.querySelector('#saved').textContent === 'Saved'");
    }

    private static void edit(int passage) {
        browser.value("document.querySelectorAll('.passage .link')[%d].click()".formatted(passage));
        browser.until("document.activeElement.matches('textarea.said')");
    }

    private static void enter() {
        browser.press("Enter", "Enter", 13, 0);
    }

    @Test
    void a_recording_is_transcribed_corrected_and_is_there_again_after_a_reload() throws Exception {
        String id = transcribed();
        assertThat(browser.value("document.querySelector('h1').textContent")).isEqualTo("Interview 03");
        edit(0);
        browser.type("Yesterday ");
        enter();
        saved();
        assertThat(text(id, 0)).isEqualTo("Yesterday We met at noon.");
        open("/transcripts/" + id);
        browser.until("document.querySelectorAll('.passage.edited').length === 1");
        assertThat(browser.value(TEXTS + "[0]")).isEqualTo("Yesterday We met at noon.");
        browser.value("document.querySelectorAll('.head .row button')[0].disabled");
        assertThat(server.get("/v1/jobs/" + id + "/transcript?format=text")
                        .body()
                        .strip())
                .isEqualTo("We met at noon.\nIt rained all day.");
    }

    @Test
    void what_is_typed_is_saved_while_the_field_is_open_and_taken_back_and_done_again() throws Exception {
        String id = transcribed();
        edit(1);
        browser.type("Then ");
        browser.until(
                "document.querySelector('#saved').textContent === 'Saved' && !document.querySelectorAll('.head .row button')[0].disabled");
        assertThat(text(id, 1)).isEqualTo("Then It rained all day.");
        assertThat(browser.value("document.activeElement.matches('textarea.said')"))
                .isEqualTo(true);
        enter();
        browser.press("z", "KeyZ", 90, 2);
        browser.until(TEXTS + "[1] === 'It rained all day.'");
        saved();
        assertThat(text(id, 1)).isEqualTo("It rained all day.");
        browser.press("Z", "KeyZ", 90, 2 + 8);
        browser.until(TEXTS + "[1] === 'Then It rained all day.'");
    }

    @Test
    void a_passage_is_divided_at_the_caret_and_joined_again() throws Exception {
        String id = transcribed();
        edit(0);
        browser.value("document.activeElement.setSelectionRange(7, 7)");
        browser.press("Enter", "Enter", 13, 2);
        browser.until("document.querySelectorAll('.passage').length === 3");
        saved();
        assertThat(browser.value("JSON.stringify(" + TEXTS + ")"))
                .isEqualTo("[\"We met\",\"at noon.\",\"It rained all day.\"]");
        edit(1);
        browser.press("Backspace", "Backspace", 8, 0);
        browser.until("document.querySelectorAll('.passage').length === 2");
        saved();
        assertThat(text(id, 0)).isEqualTo("We met at noon.");
    }

    @Test
    void what_another_editor_changes_arrives_and_both_changes_stay() throws Exception {
        String id = transcribed();
        edit(0);
        browser.type("So ");
        HttpResponse<String> other =
                server.send(HttpRequest.newBuilder(server.uri("/v1/transcripts/" + id + "/operations"))
                        .POST(HttpRequest.BodyPublishers.ofString("""
                        {"editor": "other", "base_version": 0, "operations": [
                          {"id": "op_x", "type": "text", "passage": "s0", "text": "We met at midnight."},
                          {"id": "op_y", "type": "text", "passage": "s1", "text": "It snowed all day."}]}""")));
        assertThat(other.statusCode()).as(other.body()).isEqualTo(200);
        enter();
        browser.until(TEXTS + "[0] === 'So We met at midnight.' && " + TEXTS + "[1] === 'It snowed all day.'");
        assertThat(text(id, 0)).isEqualTo("So We met at midnight.");
    }

    @Test
    void speakers_are_given_and_named_words_found_and_replaced_at_once() throws Exception {
        String id = transcribed();
        browser.value("(s => { s.selectedIndex = s.options.length - 1; s.dispatchEvent(new Event('change')); })"
                + "(document.querySelector('.speaker'))");
        browser.until("document.querySelector('aside input[placeholder=A]')");
        browser.value("(f => { f.value = 'Anna'; f.dispatchEvent(new Event('change')); })"
                + "(document.querySelector('aside input[placeholder=A]'))");
        browser.until("document.querySelector('.speaker').selectedOptions[0].textContent === 'Anna'");
        browser.value(
                "(f => { f.value = 'A'; f.dispatchEvent(new Event('input')); })(document.querySelector('#find'))");
        browser.value("document.querySelector('#by').value = 'o'");
        browser.value(
                "[...document.querySelectorAll('aside button')].find(b => b.textContent === 'Replace all').click()");
        browser.until(TEXTS + "[1] === 'It roined oll doy.'");
        saved();
        assertThat(server.get("/v1/jobs/" + id + "/transcript?format=text&document=edited")
                        .body())
                .contains("Anna: We met ot noon.");
        browser.value("document.querySelectorAll('.head .row button')[0].click()");
        browser.until(TEXTS + "[1] === 'It rained all day.' && " + TEXTS + "[0] === 'We met at noon.'");
    }

    @Test
    void doubtful_words_are_counted_and_gone_to() throws Exception {
        transcribed();
        assertThat(browser.value("document.querySelectorAll('.head .row button')[2].textContent"))
                .isEqualTo("Next doubtful word (1)");
        browser.press("F8", "F8", 119, 0);
        browser.until("getSelection().toString() === 'rained'");
    }

    @Test
    void views_fit_every_width_in_both_colours() throws Exception {
        String id = transcribed();
        Path pictures = Files.createDirectories(Path.of("target", "pictures"));
        for (int width : new int[] {360, 768, 1440}) {
            for (boolean isDark : new boolean[] {false, true}) {
                browser.window(width, 900, isDark);
                for (String view : List.of("/", "/new", "/transcripts/" + id)) {
                    open(view);
                    browser.until("document.querySelector('h1')");
                    assertThat(browser.value("document.documentElement.scrollWidth <= innerWidth"))
                            .as("%s at %d px has all in its width", view, width)
                            .isEqualTo(true);
                    String name = view.equals("/") ? "library" : view.equals("/new") ? "new" : "workbench";
                    Files.write(
                            pictures.resolve("%s-%d-%s.png".formatted(name, width, isDark ? "dark" : "light")),
                            browser.picture());
                }
            }
        }
    }

    @Test
    void every_text_is_there_in_every_language() {
        open("/");
        browser.until("document.querySelector('h1')");
        assertThat(browser.value("Promise.all(['en', 'de'].map(code => import(`./lang/${code}.js`)))"
                        + ".then(([en, de]) => JSON.stringify(Object.keys(en.default).sort())"
                        + " === JSON.stringify(Object.keys(de.default).sort()))"))
                .isEqualTo(true);
    }

    @Test
    void a_job_is_deleted_from_the_library_after_a_question() throws Exception {
        String id = transcribed();
        open("/");
        browser.until("document.querySelector('a.name[href$=\"" + id + "\"]')");
        browser.value("[...document.querySelector('a.name[href$=\"" + id
                + "\"]').closest('li').querySelectorAll('button')]" + ".find(b => b.textContent === 'Delete').click()");
        browser.until("document.querySelector('dialog .danger')");
        browser.value("document.querySelector('dialog .danger').click()");
        browser.until("!document.querySelector('a.name[href$=\"" + id + "\"]')");
        assertThat(server.get("/v1/jobs/" + id).statusCode()).isEqualTo(404);
    }

    private static void fill(String selector, String text) {
        browser.value("(f => { f.value = '%s'; f.dispatchEvent(new Event('input')); })(document.querySelector('%s'))"
                .formatted(text, selector));
    }

    private static String row(String id) {
        return "document.querySelector('a.name[href$=\"" + id + "\"]')?.closest('li')";
    }

    @Test
    void recordings_are_tagged_many_at_once_found_by_what_is_said_and_deleted_together() throws Exception {
        List<String> ids = List.of(transcribed(), transcribed());
        open("/");
        for (String id : ids) {
            browser.until(row(id));
            browser.value(row(id) + ".querySelector('input').click()");
        }
        browser.until("document.querySelector('.many .soft').textContent === '2 chosen'");
        browser.value("document.querySelector('.many button').click()");
        browser.until("document.querySelector('dialog #added')");
        fill("#added", "weather, field notes");
        browser.value("document.querySelector('dialog .primary').click()");
        browser.until(row(ids.get(0)) + ".querySelectorAll('.tag').length === 2 && !document.querySelector('dialog')");
        assertThat(new JsonObject(server.get("/v1/jobs/" + ids.get(1)).body()).getJsonArray("tags"))
                .containsExactly("field notes", "weather");
        fill("[type=search]", "rained");
        browser.until(row(ids.get(0)) + ".querySelector('.excerpt').textContent.includes('It rained all day.')");
        fill("[type=search]", "nowhere");
        browser.until("document.querySelectorAll('.jobs li').length === 0 && !document.querySelector('.empty').hidden");
        fill("[type=search]", "interview");
        browser.until(row(ids.get(0)));
        browser.value(row(ids.get(0)) + ".querySelector('.tag').click()");
        browser.until("document.querySelector('.head select').value === 'field notes'"
                + " && document.querySelectorAll('.jobs li').length === 2");
        browser.value("document.querySelector('#all').click()");
        Files.write(
                Files.createDirectories(Path.of("target", "pictures")).resolve("library-chosen.png"),
                browser.picture());
        browser.value("URL.createObjectURL = zip => { window.zip = zip; return '#'; }");
        browser.value("document.querySelectorAll('.many button')[1].click()");
        browser.until("document.querySelector('dialog #format')");
        browser.value("document.querySelector('dialog .primary').click()");
        browser.until("window.zip?.size > 200 && !document.querySelector('dialog')");
        browser.value("document.querySelectorAll('.many button')[2].click()");
        browser.until("document.querySelector('dialog .danger')");
        browser.value("document.querySelector('dialog .danger').click()");
        browser.until("document.querySelectorAll('.jobs li').length === 0");
        for (String id : ids) {
            assertThat(server.get("/v1/jobs/" + id).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_name_is_seen_from_every_browser_and_one_that_this_browser_kept_goes_to_the_server() throws Exception {
        String id = transcribed();
        assertThat(new JsonObject(server.get("/v1/jobs/" + id).body()).getString("title"))
                .isEqualTo("Interview 03");
        server.send(HttpRequest.newBuilder(server.uri("/v1/jobs/" + id + "/labels"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"title\": \"\"}")));
        open("/");
        browser.until(row(id));
        Eventually.get(
                () -> new JsonObject(server.get("/v1/jobs/" + id).body()).getString("title"),
                title -> title.equals("Interview 03"));
        browser.value("[..." + row(id) + ".querySelectorAll('button')].find(b => b.textContent === 'Rename').click()");
        browser.until("document.querySelector('dialog #name')");
        fill("#name", "Talk");
        fill("#job-tags", "a, b, a");
        browser.value("document.querySelector('dialog .primary').click()");
        browser.until(row(id) + ".querySelector('.name').textContent === 'Talk'");
        JsonObject job = new JsonObject(server.get("/v1/jobs/" + id).body());
        assertThat(job.getString("title")).isEqualTo("Talk");
        assertThat(job.getJsonArray("tags")).containsExactly("a", "b");
    }

    @Test
    void what_is_typed_a_moment_before_the_tab_is_left_is_there_when_it_is_opened_again() throws Exception {
        String id = transcribed();
        edit(0);
        browser.type("Lately ");
        open("/");
        browser.until("document.querySelector('.jobs')");
        open("/transcripts/" + id);
        browser.until(TEXTS + "[0] === 'Lately We met at noon.'");
        saved();
        assertThat(text(id, 0)).isEqualTo("Lately We met at noon.");
    }

    @Test
    void what_is_written_without_a_connection_is_sent_when_there_is_one_again() throws Exception {
        String id = transcribed();
        browser.offline(true);
        edit(1);
        browser.type("Still ");
        enter();
        browser.until("document.querySelector('#saved').textContent.startsWith('Kept in this browser')");
        assertThat(text(id, 1)).isEqualTo("It rained all day.");
        browser.offline(false);
        browser.value("dispatchEvent(new Event('online'))");
        saved();
        assertThat(text(id, 1)).isEqualTo("Still It rained all day.");
        browser.forgive();
    }
}
