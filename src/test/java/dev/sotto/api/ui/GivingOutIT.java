package dev.sotto.api.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What leaves the page: exports and links. */
@Tag("heavy")
@Timeout(300)
class GivingOutIT extends ScriptedPage {
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
}
