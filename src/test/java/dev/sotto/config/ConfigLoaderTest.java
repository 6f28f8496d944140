package dev.sotto.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    private static final Path SHIPPED = Path.of(System.getProperty("sotto.home", "."), "conf", "sotto.yaml");

    @TempDir
    Path home;

    @Test
    void shipped_file_says_exactly_the_defaults() {
        assertThat(ConfigLoader.load(home, Optional.of(SHIPPED), Map.of())).isEqualTo(ConfigLoader.defaults(home));
    }

    @Test
    void shipped_file_shows_every_setting_with_its_environment_name() throws Exception {
        List<String> lines = Files.readAllLines(SHIPPED);
        for (Setting<?> setting : Settings.ALL) {
            String name = setting.key().substring(setting.key().lastIndexOf('.') + 1);
            assertThat(lines)
                    .as(setting.key())
                    .anyMatch(line -> line.strip().startsWith(name + ":")
                            && line.matches(".*# " + setting.environmentName() + "( .*)?"));
        }
        assertThat(lines.stream().filter(line -> line.contains("# SOTTO_"))).hasSize(Settings.ALL.size());
    }

    @Test
    void records_have_exactly_the_settings() {
        List<String> keys = new ArrayList<>();
        collect("", ServerConfig.class, keys);
        assertThat(keys)
                .containsExactlyInAnyOrderElementsOf(
                        Settings.ALL.stream().map(Setting::key).toList());
    }

    private static void collect(String prefix, Class<?> type, List<String> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key =
                    prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                collect(key + ".", component.getType(), keys);
            } else {
                keys.add(key);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# a comment\n", "---\n"})
    void file_without_settings_leaves_the_defaults(String text) throws Exception {
        assertThat(ConfigLoader.load(home, Optional.of(write(text)), Map.of())).isEqualTo(ConfigLoader.defaults(home));
    }

    @Test
    void environment_wins_over_the_file() throws Exception {
        Path file = write("http:\n  port: 1\n  upload:\n    rate-window: 5s\nmodels:\n  folders: [a, /b]\n");
        ServerConfig config = ConfigLoader.load(
                home,
                Optional.of(file),
                Map.of("SOTTO_HTTP_PORT", "2", "SOTTO_MODELS_ALIASES", "x=base, y=org/z", "PATH", "/bin"));

        assertThat(config.http().port()).isEqualTo(2);
        assertThat(config.http().upload().rateWindow()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.models().folders()).containsExactly(home.resolve("a"), Path.of("/b"));
        assertThat(config.models().aliases()).isEqualTo(Map.of("x", "base", "y", "org/z", "whisper-1", "base"));
    }

    @Test
    void overrides_win_over_all_and_are_checked_too() {
        Map<String, String> environment = Map.of("SOTTO_HTTP_PORT", "2");
        assertThat(ConfigLoader.load(home, Optional.empty(), environment, Map.of("http.port", "3"))
                        .http()
                        .port())
                .isEqualTo(3);
        assertThatThrownBy(() -> ConfigLoader.load(home, Optional.empty(), environment, Map.of("http.ports", "3")))
                .hasMessage("1 fault in the settings: http.ports: unknown key");
    }

    @Test
    void all_faults_are_reported_at_once() throws Exception {
        Path file = write("http:\n  port: 70000\n  prot: 1\ncompute:\n  type: int4\nnonsense: 1\nmedia: 5\n");

        assertThatThrownBy(() -> ConfigLoader.load(
                        home, Optional.of(file), Map.of("SOTTO_HTPP_PORT", "1", "SOTTO_HUB_OFFLINE", "maybe")))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.faults())
                        .containsExactlyInAnyOrder(
                                "sotto.yaml:3: http.prot: unknown key",
                                "sotto.yaml:6: nonsense: unknown key",
                                "sotto.yaml:7: media: unknown key",
                                "SOTTO_HTPP_PORT: unknown environment variable",
                                "sotto.yaml:2: http.port: 70000: expected a whole number from 0 to 65535",
                                "sotto.yaml:5: compute.type: int4: expected auto, float32, bfloat16, float16 or int8",
                                "SOTTO_HUB_OFFLINE: maybe: expected true or false"))
                .hasMessageStartingWith("7 faults in the settings:");
    }

    static Set<Map.Entry<String, String>> renamed() {
        return RenamedSettings.NEW_KEYS.entrySet();
    }

    @ParameterizedTest
    @MethodSource("renamed")
    void old_name_is_refused_with_the_new_one_in_the_message(Map.Entry<String, String> names) throws Exception {
        String old = names.getKey();
        String group = old.substring(0, old.indexOf('.'));
        Path file = write("%s:\n  %s: 5\n".formatted(group, old.substring(old.indexOf('.') + 1)));
        String variable = Setting.environmentName(old);

        assertThat(Settings.ALL)
                .extracting(Setting::key)
                .contains(names.getValue())
                .doesNotContain(old);
        assertThatThrownBy(() -> ConfigLoader.load(home, Optional.of(file), Map.of(variable, "5"), Map.of(old, "5")))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.faults())
                        .containsExactly(
                                "sotto.yaml:2: %s: was renamed; use %s".formatted(old, names.getValue()),
                                "%s: was renamed; use %s"
                                        .formatted(variable, Setting.environmentName(names.getValue())),
                                "%s: was renamed; use %s".formatted(old, names.getValue())));
    }

    @ParameterizedTest
    @CsvSource({
        "SOTTO_HTTP_PORT, x, expected a whole number from 0 to 65535",
        "SOTTO_HTTP_UPLOAD_BYTES_MAX, 2GB, 'expected a size such as 512KiB, 25MiB or 2GiB, from 1 to 1099511627776"
                + " bytes'",
        "SOTTO_HTTP_IDLE_TIMEOUT, 5, 'expected a time such as 500ms, 30s, 10m or 2h, from 100ms to 24h'",
        "SOTTO_COMPUTE_DEVICE, gpu, 'expected auto, cpu, cuda or cuda:N (N from 0)'",
        "SOTTO_COMPUTE_TYPE, float64, 'expected auto, float32, bfloat16, float16 or int8'",
        "SOTTO_HTTP_PUBLIC_URL, http://[x, 'expected the address by which others reach this server, such as"
                + " https://sotto.example.org'",
        "SOTTO_HUB_MIRROR, ftp://x, expected an address that begins with http:// or https://",
        "SOTTO_MODELS_ALIASES, whisper-1, 'expected name=value pairs, separated by commas'",
        "SOTTO_MODELS_DEFAULT_MODEL, 'tiny\u0007en', 'expected the name of a model, such as base or"
                + " openai/whisper-small, or a folder'",
        "SOTTO_HTTP_CORS_ORIGINS, *, 'expected exact origins such as https://app.example.org, separated by commas,"
                + " without a path or *'"
    })
    void bad_value_says_what_was_expected(String name, String value, String wish) {
        assertThatThrownBy(() -> ConfigLoader.load(home, Optional.empty(), Map.of(name, value)))
                .hasMessage("1 fault in the settings: %s: %s: %s", name, value, wish);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SOTTO_LOG_LEVEL  | loud | expected trace, debug, info, warn, error, off",
                "SOTTO_LOG_FORMAT | xml  | expected text, json",
                "SOTTO_LOG_FORMAT | JSON | expected text, json"
            })
    void bad_value_of_a_variable_of_the_log_says_what_was_expected(String name, String value, String wish) {
        assertThatThrownBy(() -> ConfigLoader.load(home, Optional.empty(), Map.of(name, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("%s: '%s'; %s".formatted(name, value, wish));
        Map<String, String> good = Map.of("SOTTO_LOG_LEVEL", "DEBUG", "SOTTO_LOG_FORMAT", "json");
        assertThat(ConfigLoader.load(home, Optional.empty(), good)).isEqualTo(ConfigLoader.defaults(home));
    }

    @Test
    void file_that_is_missing_or_no_yaml_is_named() throws Exception {
        assertThatThrownBy(() -> ConfigLoader.load(home, Optional.of(home.resolve("none.yaml")), Map.of()))
                .hasMessageContaining("none.yaml: cannot be read (NoSuchFileException)");
        Path file = write("http: [\n");
        assertThatThrownBy(() -> ConfigLoader.load(home, Optional.of(file), Map.of()))
                .hasMessageContaining("is not YAML");
        Path twice = write("http:\n  port: 1\n  port: 2\n");
        assertThatThrownBy(() -> ConfigLoader.load(home, Optional.of(twice), Map.of()))
                .hasMessageContaining("sotto.yaml:3: is not YAML: found duplicate key port");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UTF-16|FE FF|1: is in UTF-16BE, as the bytes 0xFE 0xFF at its beginning say; expected UTF-8: save it"
                        + " as UTF-8 in the editor, or write a new file with iconv -f UTF-16BE -t UTF-8",
                "UTF-16LE||1: is in UTF-16LE, as the bytes 0x68 0x00 at its beginning say; expected UTF-8",
                "UTF-16LE|FF FE|1: is in UTF-16LE, as the bytes 0xFF 0xFE at its beginning say; expected UTF-8",
                "UTF-16BE||1: is in UTF-16BE, as the bytes 0x00 0x68 at its beginning say; expected UTF-8",
                "UTF-32LE|FF FE 00 00|1: is in UTF-32LE, as the bytes 0xFF 0xFE at its beginning say; expected UTF-8",
                "UTF-32||1: is in UTF-32BE, as the bytes 0x00 0x00 at its beginning say; expected UTF-8",
                "ISO-8859-1||3: the byte 0xFC is not UTF-8; expected UTF-8: save it as UTF-8 in the editor, or write a"
                        + " new file with iconv -f WINDOWS-1252 -t UTF-8",
                "IBM850||3: the byte 0x81 is not UTF-8; expected UTF-8"
            })
    void file_in_another_encoding_is_named_with_its_line_and_the_way_out(String charset, String mark, String fault)
            throws Exception {
        byte[] text = "http:\n  port: 1\ndata: {folder: Büro}\n".getBytes(Charset.forName(charset));
        byte[] begin = mark == null || charset.equals("UTF-16")
                ? new byte[0]
                : HexFormat.ofDelimiter(" ").parseHex(mark);
        byte[] all = Arrays.copyOf(begin, begin.length + text.length);
        System.arraycopy(text, 0, all, begin.length, text.length);
        Path file = Files.write(home.resolve("sotto.yaml"), all);
        assertThatThrownBy(() -> ConfigLoader.load(home, Optional.of(file), Map.of()))
                .hasMessageStartingWith("1 fault in the settings: sotto.yaml:" + fault);
        assertThatThrownBy(() -> new SettingsFile(file).setDefaultModel(home, "tiny.en"))
                .hasMessageContaining("line " + fault);
        assertThat(Files.readAllBytes(file)).isEqualTo(all);
    }

    @Test
    void mark_of_utf_8_is_no_part_of_the_first_key_and_a_control_character_is_named_with_its_line() throws Exception {
        Path marked = write("\uFEFFhttp: {port: 1}\n");
        assertThat(ConfigLoader.load(home, Optional.of(marked), Map.of()).http().port())
                .isEqualTo(1);
        Path control = write("http:\n  port: 1\ndata: {folder: a\u0007b}\n");
        assertThatThrownBy(() -> ConfigLoader.load(home, Optional.of(control), Map.of()))
                .hasMessage("1 fault in the settings: sotto.yaml:3: is not YAML: it holds the control character U+0007;"
                        + " remove it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "012345670123456701234567",
                "123456789012345678901234567890",
                "1_000_000_000_000_000_000_000",
                "0x0123456789abcdef0123456789abcdef",
                "0b101010101010101010101010",
                "1234567890123456789012e3",
                "1234567890.1234567890123450",
                "190:20:30:20:30:20:30:20:30"
            })
    void key_is_the_text_that_stands_in_the_file(String key) throws Exception {
        Path file = write("admin: {key: %s}\n".formatted(key));
        assertThat(ConfigLoader.load(home, Optional.of(file), Map.of()).admin().key())
                .hasValue(key);
        Path quoted = write("admin: {key: '%s'}\n".formatted(key));
        assertThat(ConfigLoader.load(home, Optional.of(quoted), Map.of())
                        .admin()
                        .key())
                .hasValue(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no",
                "No",
                "yes",
                "on",
                "off",
                "y",
                "n",
                "true",
                "false",
                "null",
                "~",
                "1_000",
                "0x10",
                "010",
                "1e3",
                "1.10",
                "12:30:00",
                "2026-11-29",
                "2026-11-29T10:00:00Z",
                ".inf",
                ".nan",
                "+1",
                "1."
            })
    void alias_and_model_are_the_texts_that_stand_in_the_file(String name) throws Exception {
        boolean isNothing = name.equals("null") || name.equals("~");
        Path file =
                write("models: {aliases: {%s: tiny.en, x: %s}}\n".formatted(name, isNothing ? "'" + name + "'" : name));
        assertThat(ConfigLoader.load(home, Optional.of(file), Map.of()).models().aliases())
                .isEqualTo(Map.of(name, "tiny.en", "x", name, "whisper-1", "base"));
    }

    @Test
    void what_stands_for_nothing_and_yaml_s_words_for_a_boolean_keep_their_meaning() throws Exception {
        Path file = write("""
            media:
            management: {port: null}
            hub: {token: ~, offline: on}
            fetch: {enabled: No}
            http: {public-url: }
            outbound: {extra-ports: [8443, 9443], plain-http: yes}
            """);
        ServerConfig config = ConfigLoader.load(home, Optional.of(file), Map.of());
        assertThat(config.management().port()).isEmpty();
        assertThat(config.hub().token()).isEmpty();
        assertThat(config.hub().offline()).isTrue();
        assertThat(config.fetch().enabled()).isFalse();
        assertThat(config.http().publicUrl()).isEmpty();
        assertThat(config.outbound().extraPorts()).containsExactly(8443, 9443);
        assertThat(config.outbound().plainHttp()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: &a {port: *a}|the value of line 1 holds itself",
                "models:~  folders: &a [x, *a]|the value of line 2 holds itself",
                "models: {aliases: &a {x: {y: *a}}}|the value of line 1 holds itself",
                "models: {folders: ['/a,b', /c]}|models.folders: /a,b: expected a text without ','",
                "models: {folders: [[a], b]}|models.folders: [a]: expected a text",
                "models: {aliases: {x: 'a,b'}}|models.aliases: a,b: expected a text without ','",
                "models: {aliases: {'a=b': c}}|models.aliases: a=b: expected a text without '='",
                "models: {aliases: {x: {y: z}}}|models.aliases: {y=z}: expected a text",
                "models: {aliases: {x: [y]}}|models.aliases: [y]: expected a text"
            })
    void value_that_would_come_apart_or_never_end_is_refused(String yaml, String fault) throws Exception {
        Path file = write(yaml.replace('~', '\n'));
        assertThatThrownBy(() -> ConfigLoader.load(home, Optional.of(file), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void what_docker_says_of_its_links_is_no_setting() {
        Map<String, String> environment = Map.of(
                "SOTTO_NAME", "/build/sotto",
                "SOTTO_PORT", "tcp://172.17.0.2:8080",
                "SOTTO_PORT_8080_TCP_START", "tcp://172.17.0.2:8080",
                "SOTTO_PORT_8080_TCP_END", "tcp://172.17.0.2:8085",
                "SOTTO_PORT_8080_TCP_PORT_START", "8080",
                "SOTTO_PORT_8080_TCP_PORT_END", "8085",
                "SOTTO_ENV_PATH", "/usr/bin",
                "SOTTO_ENV_SOTTO_HTTP_PORT", "8080",
                "SOTTO_TEST_NAME", "/build/sotto-test",
                "SOTTO_TEST_ENV_LANG", "C.UTF-8");
        assertThat(ConfigLoader.load(home, Optional.empty(), environment)).isEqualTo(ConfigLoader.defaults(home));
    }

    @Test
    void what_kubernetes_says_of_its_services_is_no_setting() {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("SOTTO_SERVICE_HOST", "10.43.1.7"),
                Map.entry("SOTTO_SERVICE_PORT", "8080"),
                Map.entry("SOTTO_SERVICE_PORT_HTTP", "8080"),
                Map.entry("SOTTO_PORT", "tcp://10.43.1.7:8080"),
                Map.entry("SOTTO_PORT_8080_TCP", "tcp://10.43.1.7:8080"),
                Map.entry("SOTTO_PORT_8080_TCP_PROTO", "tcp"),
                Map.entry("SOTTO_PORT_8080_TCP_PORT", "8080"),
                Map.entry("SOTTO_PORT_8080_TCP_ADDR", "10.43.1.7"),
                Map.entry("SOTTO_API_SERVICE_PORT_HTTP", "8080"),
                Map.entry("SOTTO_API_PORT", "udp://[fd00::7]:53"),
                Map.entry("SOTTO_API_V2_PORT_53_UDP_ADDR", "fd00::7"),
                Map.entry("SOTTO_HTTP_SERVICE_HOST", "10.43.1.8"),
                Map.entry("SOTTO_HTTP_PORT", "tcp://10.43.1.8:80"),
                Map.entry("SOTTO_MANAGEMENT_PORT", "sctp://10.43.1.9:9"));
        assertThat(ConfigLoader.load(home, Optional.empty(), environment)).isEqualTo(ConfigLoader.defaults(home));
    }

    @ParameterizedTest
    @CsvSource({
        "SOTTO_PORT, 8080",
        "SOTTO_HTPP_PORT, 8080",
        "SOTTO_HTTP_PORTS, tcp://10.43.1.8:80",
        "SOTTO_PORT_TCP_ADDR, 10.43.1.7",
        "SOTTO_SERVICE, x",
        "SOTTO_NAME, sotto",
        "SOTTO_SERVICE_HOSTS, 10.43.1.7"
    })
    void name_that_is_neither_ours_nor_of_kubernetes_stays_an_error(String name, String value) {
        assertThatThrownBy(() -> ConfigLoader.load(home, Optional.empty(), Map.of(name, value)))
                .hasMessage("1 fault in the settings: %s: unknown environment variable", name);
    }

    @Test
    void secret_is_never_shown() {
        ServerConfig config = ConfigLoader.load(home, Optional.empty(), Map.of("SOTTO_HUB_TOKEN", "hf_abc"));
        assertThat(config.hub().token()).hasValue("hf_abc");
        assertThat(config.toString()).contains("***").doesNotContain("hf_abc");
    }

    private Path write(String yaml) throws Exception {
        return Files.writeString(home.resolve("sotto.yaml"), yaml);
    }
}
