package dev.sotto.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingInForceTest {
    @TempDir
    Path home;

    private List<SettingInForce> read(String yaml, Map<String, String> environment) throws Exception {
        Path conf = Files.createDirectories(home.resolve("conf"));
        Path file = Files.writeString(conf.resolve("sotto.yaml"), yaml);
        return ConfigLoader.inForce(home, Optional.of(file), environment);
    }

    private static SettingInForce of(List<SettingInForce> settings, String key) {
        return settings.stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void each_setting_says_whether_the_file_the_environment_or_nobody_gave_it() throws Exception {
        List<SettingInForce> settings = read(
                "http:\n  # a comment\n  port: 9\n  upload: {bytes-max: 5MiB}\nmodels:\n  aliases:\n    x: base\n",
                Map.of("SOTTO_HTTP_HOST", "0.0.0.0"));

        assertThat(settings)
                .extracting(SettingInForce::key)
                .containsExactlyElementsOf(
                        Settings.ALL.stream().map(Setting::key).toList());
        assertThat(of(settings, "http.port")).isEqualTo(new SettingInForce("http.port", "9", "conf/sotto.yaml:3"));
        assertThat(of(settings, "http.upload.bytes-max").origin()).isEqualTo("conf/sotto.yaml:4");
        assertThat(of(settings, "models.aliases"))
                .isEqualTo(new SettingInForce("models.aliases", "x=base", "conf/sotto.yaml:6"));
        assertThat(of(settings, "http.host")).isEqualTo(new SettingInForce("http.host", "0.0.0.0", "SOTTO_HTTP_HOST"));
        assertThat(of(settings, "jobs.lease")).isEqualTo(new SettingInForce("jobs.lease", "30s", "default"));
    }

    @Test
    void environment_that_wins_over_the_file_is_the_origin() throws Exception {
        assertThat(of(read("http:\n  port: 9\n", Map.of("SOTTO_HTTP_PORT", "10")), "http.port"))
                .isEqualTo(new SettingInForce("http.port", "10", "SOTTO_HTTP_PORT"));
    }

    @Test
    void folders_are_shown_where_they_are_found() throws Exception {
        List<SettingInForce> settings = read("models: {folders: [a, /b]}\n", Map.of());
        assertThat(of(settings, "data.folder").value())
                .isEqualTo(home.resolve("data").toString());
        assertThat(of(settings, "models.folders").value()).isEqualTo(home.resolve("a") + ", /b");
    }

    @Test
    void secret_is_hidden_wherever_it_comes_from() throws Exception {
        List<SettingInForce> settings =
                read("hub: {token: hf_abc}\n", Map.of("SOTTO_ADMIN_KEY", "0123456789abcdef0123456789"));
        assertThat(of(settings, "hub.token").value()).isEqualTo("***");
        assertThat(of(settings, "admin.key")).isEqualTo(new SettingInForce("admin.key", "***", "SOTTO_ADMIN_KEY"));
        assertThat(of(settings, "webhooks.secret-key").value()).isEmpty();
        assertThat(settings.toString()).doesNotContain("hf_abc", "0123456789abcdef");
    }

    @Test
    void settings_that_cannot_be_used_are_not_shown_but_refused() {
        assertThatThrownBy(() -> read("http:\n  port: x\n", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("conf/sotto.yaml:2: http.port: x: expected a whole number from 0 to 65535");
    }

    @Test
    void key_that_comes_in_by_a_reference_names_the_file() throws Exception {
        List<SettingInForce> settings = read("http: &base\n  port: 9\nmanagement:\n  <<: *base\n", Map.of());
        assertThat(of(settings, "management.port"))
                .isEqualTo(new SettingInForce("management.port", "9", "conf/sotto.yaml"));
    }
}
