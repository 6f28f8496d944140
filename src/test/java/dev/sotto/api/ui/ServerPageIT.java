package dev.sotto.api.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import dev.sotto.engine.InstalledModels;
import dev.sotto.engine.ModelResolver;
import dev.sotto.engine.OfferedModels;
import dev.sotto.testing.Chromium;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.SmallModel;
import dev.sotto.testing.StandInHub;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator does on the page, in a real browser over a real server and store. */
@Tag("heavy")
@Timeout(300)
class ServerPageIT {
    private static final String ADMIN = "an-admin-key-of-tests-with-enough-letters";
    private static final String RECEIVER = "127.0.0.1";

    @TempDir
    static Path home;

    private static TestServer server;
    private static Chromium browser;
    private static StandInHub hub;
    private static RawReceiver receiver;

    @BeforeAll
    static void start() throws Exception {
        browser = Chromium.start(home.resolve("browser"));
        receiver = new RawReceiver(RECEIVER, 0, RawReceiver.answering(200, "", "thanks"));
        hub = new StandInHub();
        Path source = home.resolve("source");
        new SmallModel().writeHuggingFace(source);
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                hub.files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        Path models = home.resolve("data/models");
        new SmallModel().writeHuggingFace(models.resolve("standard"));
        Files.createDirectories(home.resolve("conf"));
        Files.copy(
                Path.of(System.getProperty("sotto.home", "."), "conf/models.yaml"), home.resolve("conf/models.yaml"));
        Map<String, String> settings = new HashMap<>(Map.of(
                "SOTTO_ADMIN_KEY", ADMIN,
                "SOTTO_MODELS_DEFAULT_MODEL", models.resolve("standard").toString(),
                "SOTTO_MODELS_FOLDERS", models.toString(),
                "SOTTO_HUB_MIRROR", hub.uri().toString(),
                "SOTTO_OUTBOUND_PLAIN_HTTP", "true",
                "SOTTO_OUTBOUND_TRUSTED_CIDRS", RECEIVER + "/32",
                "SOTTO_OUTBOUND_EXTRA_PORTS", String.valueOf(receiver.port())));
        ServerConfig config = ConfigLoader.load(home, Optional.empty(), settings);
        ModelResolver resolver = ModelResolver.open(home, config.models());
        server = TestServer.start(home, settings);
        server.transcriber.offered =
                Optional.of(new OfferedModels(resolver, new InstalledModels(resolver, config.hub(), Map.of())));
        browser.open(server.uri("/"));
        browser.until("document.querySelector('dialog #key')");
        browser.type(ADMIN);
        browser.value("document.querySelector('dialog .primary').click()");
        browser.until("document.querySelector('.jobs')");
        browser.forgive(); // the request that was refused for want of a key
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
        if (hub != null) {
            hub.close();
        }
        if (receiver != null) {
            receiver.close();
        }
    }

    @AfterEach
    void nothing_was_wrong_in_the_page() {
        assertThat(browser.complaints()).isEmpty();
    }

    /** Within the page, so that the key of the tab stays. */
    private static void go(String part) {
        browser.value("location.hash = '#/server'");
        browser.until("document.querySelector('.facts') && document.querySelector('.parts')");
        browser.value("location.hash = '#/server/" + part + "'");
        browser.until("document.querySelector('.parts [aria-current]').hash === '#/server/" + part + "'");
    }

    private static String button(String text) {
        return "[...document.querySelectorAll('main button')].find(b => b.textContent === '" + text + "')";
    }

    private static void picture(String name) throws Exception {
        Files.write(
                Files.createDirectories(Path.of("target", "pictures")).resolve("server-" + name + ".png"),
                browser.picture());
    }

    private static JsonArray get(String path) {
        return new JsonObject(
                        server.send(HttpRequest.newBuilder(server.uri(path)).header("x-api-key", ADMIN))
                                .body())
                .getJsonArray("data");
    }

    @Test
    void the_state_of_the_server_is_shown_in_plain_words() throws Exception {
        go("system");
        assertThat((String) browser.value("document.querySelector('.facts').innerText"))
                .contains("Version", "1.2.3", "Disk in use", "%");
        picture("system");
    }

    @Test
    void a_model_is_pulled_and_deleted_after_a_question() throws Exception {
        go("models");
        browser.value("document.querySelector('#pull').value = 'org/small'");
        browser.value("document.querySelector('main form .primary').click()");
        String row = "[...document.querySelectorAll('td')].filter(cell => cell.textContent === 'org/small')";
        browser.until(row + ".length === 2 && document.querySelector('main').innerText.includes('ready')");
        picture("models");
        browser.value(row + "[0].closest('tr').querySelector('button').click()");
        browser.until("document.querySelector('dialog .danger')");
        browser.value("document.querySelector('dialog .danger').click()");
        browser.until(row + ".length === 1");
        assertThat(get("/v1/models").encode()).doesNotContain("org/small");
    }

    @Test
    void a_key_is_made_shown_once_and_revoked_after_a_question() throws Exception {
        go("keys");
        browser.value("document.querySelector('#key-name').value = 'Anna'");
        browser.value("document.querySelector('main form .primary').click()");
        browser.until("document.querySelector('dialog input')?.value.startsWith('sk-sotto-')");
        picture("key-made");
        browser.value("[...document.querySelectorAll('dialog button')].at(-1).click()");
        browser.until("document.querySelector('main').innerText.includes('Anna') && !document.querySelector('dialog')");
        assertThat((String) browser.value("document.documentElement.outerHTML")).doesNotContain("sk-sotto-");
        picture("keys");
        browser.value("document.querySelector('td button').click()");
        browser.until("document.querySelector('dialog .danger')");
        browser.value("document.querySelector('dialog .danger').click()");
        browser.until("document.querySelector('td:nth-child(4)').textContent.startsWith('Withdrawn')");
        assertThat(get("/v1/keys").getJsonObject(0).getValue("revoked_at")).isNotNull();
    }

    @Test
    void webhooks_are_tested_switched_off_and_on_and_deliveries_are_read_and_sent_again() throws Exception {
        HttpResponse<String> made = server.send(new MultipartBody()
                .field("model", "whisper-1")
                .field("webhook_url", "http://%s:%d/".formatted(RECEIVER, receiver.port()))
                .file(new byte[10])
                .request(server.uri("/v1/jobs"))
                .header("x-api-key", ADMIN));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
        go("webhooks");
        picture("webhooks-first");
        browser.until("document.querySelector('main').innerText.includes('delivered')");
        browser.value(button("Test") + ".click()");
        browser.until("document.querySelectorAll('main table')[1].querySelectorAll('tbody tr').length === 2"
                + " && !document.querySelector('main').innerText.includes('on its way')");
        picture("webhooks");
        browser.value(button("Details") + ".click()");
        browser.until("document.querySelector('dialog pre')?.textContent.includes('webhook.test')"
                + " && document.querySelector('dialog li').textContent.includes('thanks')");
        browser.value("[...document.querySelectorAll('dialog button')].at(-1).click()");
        int before = receiver.requests().size();
        browser.value(button("Send again") + ".click()");
        Eventually.get(() -> receiver.requests().size(), count -> count > before);
        browser.value(button("Disable") + ".click()");
        browser.until(button("Enable"));
        assertThat(get("/v1/webhooks/endpoints").getJsonObject(0).getString("disabled_reason"))
                .isEqualTo("by_owner");
        browser.value(button("Enable") + ".click()");
        browser.until(button("Disable"));
    }

    @Test
    void every_part_fits_every_width() {
        for (int width : List.of(360, 1440)) {
            browser.window(width, 900, width == 360);
            for (String part : List.of("system", "models", "keys", "webhooks")) {
                go(part);
                assertThat(browser.value("document.documentElement.scrollWidth <= innerWidth"))
                        .as("%s at %d px", part, width)
                        .isEqualTo(true);
            }
        }
        browser.window(1440, 900, false);
    }
}
