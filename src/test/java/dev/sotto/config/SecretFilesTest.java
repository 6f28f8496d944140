package dev.sotto.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    private static final String KEY = "0123456789abcdef01234567";

    @TempDir
    Path folder;

    private ServerConfig load(Map<String, String> environment) {
        return ConfigLoader.load(folder, Optional.empty(), environment);
    }

    private String file(String content) throws Exception {
        return Files.writeString(folder.resolve("secret"), content).toString();
    }

    @Test
    void a_secret_may_lie_in_a_file_whose_last_line_end_does_not_count() throws Exception {
        assertThat(load(Map.of("SOTTO_ADMIN_KEY_FILE", file(KEY + "\n")))
                        .admin()
                        .key())
                .contains(KEY);
    }

    @Test
    void a_variable_without_a_value_names_no_file() {
        assertThat(load(Map.of("SOTTO_ADMIN_KEY_FILE", "")).admin().key()).isEmpty();
    }

    @Test
    void a_secret_that_is_said_twice_is_refused() throws Exception {
        Map<String, String> both = Map.of("SOTTO_ADMIN_KEY_FILE", file(KEY), "SOTTO_ADMIN_KEY", KEY);
        assertThatThrownBy(() -> load(both))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SOTTO_ADMIN_KEY and SOTTO_ADMIN_KEY_FILE are both set");
    }

    @Test
    void a_file_that_is_missing_empty_or_no_secret_is_named_and_never_shown() throws Exception {
        assertThatThrownBy(() -> load(Map.of("SOTTO_HUB_TOKEN_FILE", "/nowhere/token")))
                .hasMessageContaining("SOTTO_HUB_TOKEN_FILE: /nowhere/token: there is no such file");
        String empty = file("\n");
        assertThatThrownBy(() -> load(Map.of("SOTTO_HUB_TOKEN_FILE", empty))).hasMessageContaining("is empty");
        String wrong = file("not hexadecimal");
        assertThatThrownBy(() -> load(Map.of("SOTTO_WEBHOOKS_SECRET_KEY_FILE", wrong)))
                .hasMessageContaining("expected 64 hexadecimal digits")
                .hasMessageNotContaining("not hexadecimal");
    }

    @Test
    void a_mark_of_utf_8_is_no_part_of_a_secret_and_another_encoding_is_named_without_it() throws Exception {
        assertThat(load(Map.of("SOTTO_ADMIN_KEY_FILE", file("\uFEFF" + KEY + "\r\n")))
                        .admin()
                        .key())
                .contains(KEY);
        Path wide = Files.writeString(folder.resolve("wide"), KEY, StandardCharsets.UTF_16);
        assertThatThrownBy(() -> load(Map.of("SOTTO_ADMIN_KEY_FILE", wide.toString())))
                .hasMessage(
                        "1 fault in the settings: SOTTO_ADMIN_KEY_FILE: %s: is not UTF-8; expected the secret as text"
                                + " in UTF-8",
                        wide);
    }

    @Test
    void only_secrets_may_lie_in_files() {
        assertThatThrownBy(() -> load(Map.of("SOTTO_HTTP_PORT_FILE", "/run/secrets/port")))
                .hasMessageContaining("SOTTO_HTTP_PORT_FILE: unknown environment variable");
    }
}
