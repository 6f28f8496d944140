package dev.sotto.api.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What leaves the page: exports and links. */
@Tag("heavy")
@Timeout(300)
class GivingOutIT extends ScriptedPage {
    @Test
    void a_transcript_is_exported_for_a_word_processor_without_times() throws Exception {
        transcribed();
        browser.value(
                "URL.createObjectURL = file => { file.type.includes('word') && (window.file = file); return '#'; }");
        String panel = "document.querySelector('#export-panel')";
        browser.value("(s => { s.value = 'docx'; s.dispatchEvent(new Event('change')); })(" + panel
                + ".querySelector('select'))");
        assertThat(browser.value("[..." + panel + ".querySelectorAll('button')].map(b => b.disabled).join()"))
                .isEqualTo("false,true");
        browser.value(panel + ".querySelectorAll('[type=checkbox]')[1].click()");
        browser.value(panel + ".querySelector('.primary').click()");
        browser.until("window.file?.size > 500");
        String bytes = (String) browser.value(
                "window.file.arrayBuffer().then(all =>" + " btoa(String.fromCharCode(...new Uint8Array(all))))");
        try (XWPFDocument document =
                new XWPFDocument(new ByteArrayInputStream(Base64.getDecoder().decode(bytes)))) {
            assertThat(document.getParagraphs())
                    .extracting(XWPFParagraph::getText)
                    .containsExactly("We met at noon. It rained all day.");
        }
    }

    @Test
    void a_link_is_made_read_without_the_page_and_withdrawn() throws Exception {
        String id = transcribed();
        String panel = "document.querySelector('#share-panel')";
        browser.value(panel + ".open = true");
        browser.value(panel + ".querySelector('.primary').click()");
        browser.until(
                panel + ".querySelector('input').value.includes('/s/') && " + panel + ".querySelector('li button')");
        assertThat(browser.value(panel + ".querySelector('select').selectedOptions[0].textContent"))
                .isEqualTo("7 days");
        URI link = URI.create((String) browser.value(panel + ".querySelector('input').value"));
        assertThat(server.get(link.getPath()).body()).contains("We met at noon.");
        browser.value(panel + ".querySelector('li button').click()");
        browser.until(panel + ".querySelector('li').textContent.startsWith('Withdrawn') && !" + panel
                + ".querySelector('li button')");
        assertThat(server.get(link.getPath()).statusCode()).isEqualTo(410);
        assertThat(new JsonObject(
                                server.get("/v1/transcripts/" + id + "/shares").body())
                        .getJsonArray("data"))
                .hasSize(1);
    }

    @Test
    void subtitles_are_shown_as_the_server_lays_them_out_checked_and_given_out() throws Exception {
        transcribed();
        String panel = "document.querySelector('#subtitles-panel')";
        browser.value(panel + ".open = true");
        browser.until(panel + ".querySelector('[role=status]').textContent === '1 subtitle · 0 places to check'");
        assertThat(browser.value(panel + ".querySelector('.subtitle').textContent"))
                .isEqualTo("We met at noon. It rained all day.");
        browser.value("(f => { f.value = '5'; f.dispatchEvent(new Event('input')); })(" + panel
                + ".querySelectorAll('input')[3])");
        browser.until(panel + ".querySelector('li')?.textContent.includes('characters a second')");
        browser.value("(f => { f.value = '8'; f.dispatchEvent(new Event('input')); })(" + panel
                + ".querySelectorAll('input')[0])");
        browser.until(panel + ".querySelector('.subtitle').textContent.includes('\\n')");
        Files.write(Files.createDirectories(Path.of("target", "pictures")).resolve("subtitles.png"), browser.picture());
        browser.value(
                "URL.createObjectURL = file => { file.type === 'text/plain' && (window.file = file); return '#'; }");
        browser.value(panel + ".querySelector('.primary').click()");
        browser.until("window.file?.size > 50");
        assertThat((String) browser.value("window.file.text()")).contains("We met\nat noon.");
        browser.value("localStorage.clear()");
    }

    @Test
    void faults_of_subtitles_are_found_and_none_where_there_is_none() {
        open("/");
        String found = (String)
                browser.value("import('./parts/subtitles.js').then(({cues, faults}) => JSON.stringify(faults(cues("
                        + "'1\\n00:00:01,000 --> 00:00:02,000\\nShort.\\n\\n"
                        + "2\\n00:00:01,900 --> 00:00:02,100\\nToo much to read\\n\\n"
                        + "3\\n00:00:02,110 --> 00:00:20,000\\na\\nb\\nc\\n\\n'),"
                        + "{max_line_width: 10, max_line_count: 2, max_cue_seconds: 7, max_characters_per_second: 20, min_gap_seconds: 0.08})"
                        + ".map(([at, name]) => `${at} ${name}`)))");
        assertThat(new JsonArray(found))
                .containsExactly(
                        "1.9 fault_speed",
                        "1.9 fault_overlap",
                        "1.9 fault_width",
                        "2.11 fault_long",
                        "2.11 fault_gap",
                        "2.11 fault_lines");
    }

    @Test
    void more_than_one_archive_holds_become_several() {
        for (int i = 0; i < 101; i++) {
            server.post(
                    "/v1/jobs", new MultipartBody().field("model", "whisper-1").file(new byte[] {(byte) i}));
        }
        Eventually.get(
                () -> new JsonObject(server.get("/v1/jobs?limit=500&status=succeeded")
                                .body())
                        .getJsonArray("data")
                        .size(),
                ended -> ended >= 101);
        open("/");
        browser.until("document.querySelectorAll('.jobs li').length === 50");
        for (int shown : new int[] {100, 101}) {
            browser.value("[...document.querySelectorAll('main > button')].at(-1).click()");
            browser.until("document.querySelectorAll('.jobs li').length >= " + shown);
        }
        browser.value("document.querySelector('#all').click()");
        browser.value("window.zips = []; URL.createObjectURL = zip => { window.zips.push(zip.size); return '#'; }");
        browser.value("document.querySelectorAll('.many button')[1].click()");
        browser.until("document.querySelector('dialog').innerText.includes('so there are 2 files')");
        browser.value("document.querySelector('dialog .primary').click()");
        browser.until("window.zips.length === 2 && !document.querySelector('dialog')");
        assertThat(browser.value("window.zips[0] > 10 * window.zips[1]")).isEqualTo(true);
    }
}
