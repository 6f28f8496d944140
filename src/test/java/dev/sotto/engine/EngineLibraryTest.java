package dev.sotto.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("inference") // by the class that it tests, not by what it does
class EngineLibraryTest {
    private final Throwable failure =
            new IllegalStateException("Failed to load", new UnsatisfiedLinkError("libc10.so: cannot open"));

    @TempDir
    private Path folder;

    @Test
    void folder_without_a_file_is_named_with_the_file_and_the_way_out() throws IOException {
        for (String name : List.of("libtorch.so", "libtorch_cpu.so", "0.36.0-libdjl_torch.so")) {
            Files.createFile(folder.resolve(name));
        }
        assertThat(sentence("cpu"))
                .isEqualTo(("the engine's native library cannot be loaded (libc10.so: cannot open). Looked in %s"
                                + " (PYTORCH_LIBRARY_PATH), where libc10.so is missing. Pull or build the image again; outside of"
                                + " images, unset PYTORCH_LIBRARY_PATH, and the library comes from the program's jars.")
                        .formatted(folder));
        Files.createFile(folder.resolve("libc10.so"));
        assertThat(sentence("cpu")).contains("which has all files: one of them is damaged, or made for another system");
    }

    @Test
    void folder_that_is_not_there_lacks_every_file_and_a_flavor_that_is_not_set_is_named() {
        folder = folder.resolve("none");
        assertThat(EngineLibrary.sentence(Map.of("PYTORCH_LIBRARY_PATH", folder.toString()), failure))
                .contains("where libtorch.so, libtorch_cpu.so, libc10.so, libdjl_torch.so are missing")
                .contains("PYTORCH_FLAVOR is not set; expected cpu");
        assertThat(sentence("cpu")).doesNotContain("PYTORCH_FLAVOR");
    }

    @Test
    void library_of_a_jar_is_looked_for_where_jars_are_unpacked() {
        assertThat(EngineLibrary.sentence(Map.of("ENGINE_CACHE_DIR", "/cache"), failure))
                .contains("Looked in /cache/pytorch, and for a jar pytorch-native-* of this system")
                .contains("Delete that folder");
    }

    @Test
    void loaded_code_is_found_among_what_the_process_has_mapped() throws IOException {
        Path maps = folder.resolve("maps");
        Files.writeString(maps, """
                7f00-7f01 r-xp 00000000 08:01 12 /usr/lib/libc.so.6
                7f02-7f03 r-xp 00000000 08:01 13                         /opt/sotto/my torch/libtorch_cpu.so
                """);
        assertThat(EngineLibrary.loadedFrom(maps)).hasValue(Path.of("/opt/sotto/my torch"));
        assertThat(EngineLibrary.loadedFrom(folder.resolve("none"))).isEmpty();
    }

    private String sentence(String flavor) {
        return EngineLibrary.sentence(
                Map.of("PYTORCH_LIBRARY_PATH", folder.toString(), "PYTORCH_FLAVOR", flavor), failure);
    }
}
