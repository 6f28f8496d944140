package dev.sotto.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as an image has it, without native libraries in jars, and with a file missing beside libtorch. */
@Tag("heavy")
@Timeout(240)
class MissingNativesIT {
    private static final Path HOME =
            Path.of(System.getProperty("sotto.home", "")).toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void what_is_missing_and_where_it_was_looked_for_is_said_in_one_sentence() throws Exception {
        Path torch = Files.createDirectory(folder.resolve("torch"));
        for (String name : List.of("libtorch.so", "libc10.so", "libdjl_torch.so")) {
            Files.createFile(torch.resolve(name));
        }
        ProcessBuilder command = ServerProcess.program(
                HOME,
                folder.resolve("data"),
                "transcribe",
                HOME.resolve("src/test/resources/audio/sample.flac").toString());
        command.command().replaceAll(MissingNativesIT::withoutNatives);
        command.environment()
                .putAll(Map.of(
                        "PYTORCH_LIBRARY_PATH", torch.toString(),
                        "PYTORCH_VERSION", "2.7.1",
                        "PYTORCH_FLAVOR", "cpu",
                        "DJL_OFFLINE", "true",
                        "SOTTO_COMPUTE_TYPE", "float32"));
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(78);
        assertThat(said)
                .contains("the engine's native library cannot be loaded (")
                .contains("Looked in %s (PYTORCH_LIBRARY_PATH), where libtorch_cpu.so is missing.".formatted(torch))
                .doesNotContain("unexpected fault", "Exception");
    }

    private static String withoutNatives(String argument) {
        return Arrays.stream(argument.split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("pytorch-native-") && !entry.contains("pytorch-jni-"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
