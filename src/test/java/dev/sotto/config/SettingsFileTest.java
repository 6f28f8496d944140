package dev.sotto.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
    private static final Path SHIPPED = Path.of(System.getProperty("sotto.home", "."), "conf", "sotto.yaml");

    @TempDir
    Path folder;

    @Test
    void the_shipped_file_differs_by_the_name_alone() throws IOException {
        Path file = Files.copy(SHIPPED, folder.resolve("sotto.yaml"));
        set(file, "small");
        String expected = Files.readString(SHIPPED).replaceFirst("default-model: base ", "default-model: small ");
        assertThat(Files.readString(file)).isEqualTo(expected).isNotEqualTo(Files.readString(SHIPPED));
        assertThat(read(file)).isEqualTo("small");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: {port: 1}|http: {port: 1}~models:~  default-model: turbo~",
                "# nothing~|# nothing~models:~  default-model: turbo~",
                "models:~    loaded-max: 2 # two~|models:~    default-model: turbo~    loaded-max: 2 # two~",
                "models: {default-model: 'a b', loaded-max: 2}|models: {default-model: turbo, loaded-max: 2}",
                "# \uD83D\uDE00 ä~models:~  default-model: tiny.en # why~|# \uD83D\uDE00 ä~models:~  default-model: turbo # why~",
            })
    void only_the_default_model_is_written(String before, String after) throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), before.replace('~', '\n'));
        set(file, "turbo");
        assertThat(Files.readString(file)).isEqualTo(after.replace('~', '\n'));
        assertThat(read(file)).isEqualTo("turbo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "1e3", "/srv/models/my: model", "a # b", "openai/whisper-small", "it's"})
    void a_name_is_read_as_it_was_written(String name) throws IOException {
        Path file = folder.resolve("new.yaml");
        set(file, name);
        assertThat(read(file)).isEqualTo(name);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_link_stays_a_link_and_the_file_keeps_its_permissions() throws IOException {
        Path file = Files.writeString(folder.resolve("real.yaml"), "http: {port: 1}\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), file);
        set(link, "small");
        assertThat(link).isSymbolicLink();
        assertThat(read(file)).isEqualTo("small");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void a_file_that_is_not_understood_stays_as_it_is_and_the_lines_to_write_are_said() throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), "models: [broken\n");
        assertThatThrownBy(() -> set(file, "small"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not valid YAML")
                .hasMessageContaining("  default-model: small")
                .hasMessageContaining("SOTTO_MODELS_DEFAULT_MODEL=small");
        assertThat(file).hasContent("models: [broken");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void a_folder_that_is_not_there_is_answered_with_the_lines_to_write() {
        assertThatThrownBy(() -> set(folder.resolve("gone/s.yaml"), "small"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("SOTTO_MODELS_DEFAULT_MODEL=small");
    }

    private void set(Path file, String model) {
        new SettingsFile(file).setDefaultModel(folder, model);
    }

    private String read(Path file) {
        return ConfigLoader.load(folder, Optional.of(file), Map.of()).models().defaultModel();
    }
}
