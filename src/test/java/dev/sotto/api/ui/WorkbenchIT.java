package dev.sotto.api.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Eventually;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The library and the workbench in a real browser. */
@Tag("heavy")
@Timeout(300)
class WorkbenchIT extends ScriptedPage {
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
                    assertThat(
                                    browser.value(
                                            "(document.documentElement.dir = 'rtl') && [...document.querySelectorAll("
                                                    + "'main, main *')].every(one => one.getBoundingClientRect().left >= -1 || one.closest('.unseen'))"))
                            .as("%s at %d px, from right to left", view, width)
                            .isEqualTo(true);
                    browser.value("document.documentElement.dir = 'ltr'");
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
                        + ".then(([en, de]) => { const keys = texts => JSON.stringify(Object.keys(texts).sort().map(name =>"
                        + " [name, Object.keys(texts[name]).filter(form => isNaN(form))]));"
                        + " return keys(en.default) === keys(de.default); })"))
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
