package dev.sotto.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsImportTest {
    private static final Path PAGE = Path.of(System.getProperty("sotto.home", "."), "src", "docs", "migrating.md");

    @TempDir
    Path home;

    private ServerConfig load(String yaml) throws Exception {
        return ConfigLoader.load(home, Optional.of(Files.writeString(home.resolve("made.yaml"), yaml)), Map.of());
    }

    @Test
    void page_shows_every_variable_as_the_import_takes_it() throws Exception {
        List<String> expected = ForeignVariables.ALL.stream()
                .map(variable -> "| `%s` | %s | %s | %s |"
                        .formatted(
                                variable.name(),
                                variable.systems(),
                                variable.key().map(key -> "`" + key + "`").orElse("-"),
                                variable.remark()))
                .toList();
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void every_setting_of_the_table_is_one_of_ours() {
        assertThat(ForeignVariables.ALL.stream().flatMap(variable -> variable.key().stream()))
                .isSubsetOf(Settings.ALL.stream().map(Setting::key).toList());
    }

    @Test
    void env_of_whisper_api_server_becomes_settings_that_a_server_takes() throws Exception {
        String yaml = SettingsImport.yaml("old.env", """
            # server
            PORT=8088
            HOST=0.0.0.0
            DEBUG=false
            API_KEY=0123456789abcdef01234567
            export WHISPER_MODEL="base"
            CHUNK_SIZE_SECONDS=10
            MAX_CONCURRENT_TASKS=3
            MAX_FILE_SIZE=52428800  # 50MB
            MAX_AUDIO_DURATION=300
            TASK_RETENTION_HOURS=24
            ALLOWED_ORIGINS=https://a.example.org,https://b.example.org
            RATE_LIMITS=10/minute,50/hour
            MODEL_UNLOAD_IDLE_MINUTES=30
            """);
        ServerConfig config = load(yaml);
        assertThat(config.http().port()).isEqualTo(8088);
        assertThat(config.http().host()).isEqualTo("0.0.0.0");
        assertThat(config.http().upload().bytesMax()).isEqualTo(50L << 20);
        assertThat(config.http().corsOrigins()).containsExactly("https://a.example.org", "https://b.example.org");
        assertThat(config.admin().key()).hasValue("0123456789abcdef01234567");
        assertThat(config.models().defaultModel()).isEqualTo("base");
        assertThat(config.transcription().runningMax()).isEqualTo(3);
        assertThat(config.media().durationMax()).hasMinutes(5);
        assertThat(config.jobs().retention()).hasHours(24);
        assertThat(config.http().addressAudioRate()).hasValue(new ServerConfig.Rate(10, Duration.ofMinutes(1)));
        assertThat(config.http().addressWebhookRate()).hasValue(new ServerConfig.Rate(50, Duration.ofHours(1)));
        assertThat(config.models().unloadAfter()).hasMinutes(30);
        assertThat(yaml).contains("  port: 8088  # PORT\n", "# line 4: DEBUG: ", "# line 7: CHUNK_SIZE_SECONDS: ");
    }

    @Test
    void env_of_whisperx_becomes_settings_too() throws Exception {
        String yaml = SettingsImport.yaml("x", """
            API_KEYS=first-key-of-somebody,second-key-of-somebody
            HF_TOKEN=hf_abcdef
            WHISPER_MODEL=large-v2
            DEVICE=cuda
            COMPUTE_TYPE=float16
            MAX_FILE_SIZE_MB=500
            TASK_TIMEOUT_SECONDS=3600
            CLEANUP_AFTER_HOURS=24
            """);
        ServerConfig config = load(yaml);
        assertThat(config.admin().key()).isEmpty();
        assertThat(config.hub().token()).hasValue("hf_abcdef");
        assertThat(config.models().defaultModel()).isEqualTo("large-v2");
        assertThat(config.compute()).isEqualTo(new ServerConfig.Compute("cuda", "float16", 0));
        assertThat(config.http().upload().bytesMax()).isEqualTo(500L << 20);
        assertThat(config.transcription().timeout()).hasHours(1);
        assertThat(yaml)
                .contains(
                        "# line 1: API_KEYS: admin.key: 2 keys; make one for each client with 'sotto keys create NAME'")
                .doesNotContain("first-key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "API_KEY=short|# line 1: API_KEY: admin.key: expected at least 24 characters",
                "API_KEYS=your-secure-api-key-here|# line 1: API_KEYS: admin.key: is the placeholder of an example",
                "ALLOWED_ORIGINS=*|# line 1: ALLOWED_ORIGINS: http.cors-origins: *: expected exact origins",
                "COMPUTE_TYPE=int8_float16|# line 1: COMPUTE_TYPE: compute.type: int8_float16: expected auto, float32",
                "MAX_FILE_SIZE=50MB|# line 1: MAX_FILE_SIZE: http.upload.bytes-max: 50MB: expected a whole number",
                "PRIVATE=secret|# line 1: PRIVATE: is a variable of none of the five servers",
                "SOTTO_HTTP_PORT=1|# line 1: SOTTO_HTTP_PORT: is ours already; leave it in the environment",
                "no assignment|# line 1: expected NAME=VALUE",
                "SSRF_ALLOWED_SCHEMES=x|# line 1: SSRF_ALLOWED_SCHEMES: private addresses are refused"
            })
    void what_cannot_be_carried_over_says_why_and_shows_no_secret(String line, String comment) throws Exception {
        String yaml = SettingsImport.yaml("x", line);
        assertThat(yaml).contains(comment).doesNotContain("short", "=secret", "your-secure");
        assertThat(load(yaml)).isEqualTo(ConfigLoader.defaults(home));
    }

    @Test
    void later_of_two_variables_for_one_setting_wins_and_the_earlier_is_told() throws Exception {
        String yaml = SettingsImport.yaml("x", "MAX_FILE_SIZE=10\nMAX_FILE_SIZE_MB=2\n");
        assertThat(load(yaml).http().upload().bytesMax()).isEqualTo(2 << 20);
        assertThat(yaml).contains("# line 1: MAX_FILE_SIZE: line 2 sets http.upload.bytes-max too, and wins");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A=b|b",
                "A = b|b",
                "A='b # c'|b # c",
                "A=\"b\" # c|b",
                "A=b#c|b#c",
                "export A=b|b",
                "A=|''",
                "A=it's|it's"
            })
    void values_are_read_as_compose_reads_them(String line, String value) {
        assertThat(DotEnv.read(line)).containsExactly(new DotEnv.Line(1, "A", value));
    }
}
