package dev.sotto.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebNamesTest {
    private static ServerConfig load(String variable, String value) {
        return ConfigLoader.load(Path.of("."), Optional.empty(), Map.of(variable, value));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://App.Example, https://app.example",
        "https://app.example:443, https://app.example",
        "http://app.example:80, http://app.example",
        "https://app.example:80, https://app.example:80",
        "https://münchen.example, https://xn--mnchen-3ya.example",
        "https://app.example.:8443, https://app.example:8443",
        "http://[::1]:3000, http://[::1]:3000",
        "http://192.0.2.7:3000, http://192.0.2.7:3000",
        "app://obsidian.md, app://obsidian.md",
        "Tauri://localhost, tauri://localhost",
        "ionic://localhost, ionic://localhost",
        "vscode-webview://1a2b, vscode-webview://1a2b",
        "moz-extension://0a1b-2c3d, moz-extension://0a1b-2c3d",
        "safari-web-extension://0A1B-2C3D, safari-web-extension://0A1B-2C3D"
    })
    void origin_is_taken_as_browsers_send_it(String written, String sent) {
        assertThat(load("SOTTO_HTTP_CORS_ORIGINS", written).http().corsOrigins())
                .containsExactly(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "file://",
                "about:blank",
                "https://app.example/",
                "https://app.example/a",
                "https://*.example",
                "https://user@app.example",
                "https://app.example?x",
                "https://app.example#x",
                "https://app.example\\x",
                "https://:443",
                "https://[::1",
                "https://a..b"
            })
    void origin_that_no_page_has_is_refused(String written) {
        assertThatThrownBy(() -> load("SOTTO_HTTP_CORS_ORIGINS", written))
                .hasMessageContaining("expected exact origins");
    }

    @Test
    void hosts_are_taken_as_requests_name_them() {
        assertThat(load("SOTTO_HTTP_ALLOWED_HOSTS", "Sotto.LAN, münchen.example., *.Büro.example, fd00::7")
                        .http()
                        .allowedHosts())
                .containsExactly("sotto.lan", "xn--mnchen-3ya.example", "*.xn--bro-hoa.example", "fd00::7");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://Sotto.example:443/, https://sotto.example",
        "https://sotto.example/a/, https://sotto.example/a",
        "http://büro.example:8080/x, http://xn--bro-hoa.example:8080/x",
        "http://[::1]:8080, http://[::1]:8080"
    })
    void public_url_is_taken_as_browsers_send_it(String written, URI read) {
        assertThat(load("SOTTO_HTTP_PUBLIC_URL", written).http().publicUrl()).contains(read);
    }
}
