package dev.sotto.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.digest.Sha256;
import dev.sotto.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256SumsTest {
    /** Of {@code abc}, as FIPS 180-2 has it. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tiny.en", "base"})
    void shipped_models_are_what_their_sums_say(String model) {
        assertThat(Sha256Sums.differences(Path.of("src/main/models", model))).hasValue(List.of());
    }

    @Test
    void sums_are_read_as_sha256sum_writes_them() throws IOException {
        Files.writeString(folder.resolve("a b"), "abc");
        assertThat(Sha256.hexOf(folder.resolve("a b"))).isEqualTo(ABC);
        assertThat(Sha256Sums.differences(folder)).isEmpty();
        Sha256Sums.write(folder, Map.of("a b", ABC));
        assertThat(folder.resolve(Sha256Sums.FILE)).hasContent(ABC + "  a b\n");
        assertThat(Sha256Sums.differences(folder)).hasValue(List.of());
        Files.writeString(folder.resolve(Sha256Sums.FILE), ABC + " *a b\n");
        assertThat(Sha256Sums.differences(folder)).hasValue(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc  a", "", ABC + "  ../a", ABC + "  /etc/passwd", ABC + "  ..", ABC + "\ta"})
    void line_that_is_none_or_leads_out_of_the_folder_is_named(String line) throws IOException {
        Files.writeString(folder.resolve(Sha256Sums.FILE), line + "\n");
        assertThatThrownBy(() -> Sha256Sums.differences(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("SHA256SUMS has the line '" + line + "'");
    }
}
