package dev.sotto.api.ui;

import static org.assertj.core.api.Assertions.assertThat;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URI;
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
        browser.value("URL.createObjectURL = file => { window.file = file; return '#'; }");
        String panel = "document.querySelector('#export-panel')";
        browser.value("(s => { s.value = 'docx'; s.dispatchEvent(new Event('change')); })(" + panel
                + ".querySelector('select'))");
        assertThat(browser.value("[..." + panel + ".querySelectorAll('button')].map(b => b.disabled).join()"))
                .isEqualTo("false,true");
        browser.value(panel + ".querySelectorAll('[type=checkbox]')[1].click()");
        browser.value(panel + ".querySelector('.primary').click()");
        browser.until("window.file?.size > 500");
        String bytes = (String) browser.value("window.file.arrayBuffer().then(all =>"
                + " btoa(String.fromCharCode(...new Uint8Array(all))))");
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
        browser.until(panel + ".querySelector('input').value.includes('/s/') && " + panel + ".querySelector('li button')");
        assertThat(browser.value(panel + ".querySelector('select').selectedOptions[0].textContent"))
                .isEqualTo("7 days");
        URI link = URI.create((String) browser.value(panel + ".querySelector('input').value"));
        assertThat(server.get(link.getPath()).body()).contains("We met at noon.");
        browser.value(panel + ".querySelector('li button').click()");
        browser.until(panel + ".querySelector('li').textContent.startsWith('Withdrawn') && !" + panel
                + ".querySelector('li button')");
        assertThat(server.get(link.getPath()).statusCode()).isEqualTo(410);
        assertThat(new JsonObject(server.get("/v1/transcripts/" + id + "/shares").body()).getJsonArray("data"))
                .hasSize(1);
    }
}
