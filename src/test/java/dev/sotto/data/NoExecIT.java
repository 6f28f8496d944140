package dev.sotto.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.config.ServerConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder for temporary files that allows no code, as Docker's {@code --read-only --tmpfs /tmp} gives. */
@Tag("heavy")
@Timeout(120)
class NoExecIT {
    @TempDir
    Path folder;

    private Path temporary;

    @BeforeEach
    void mount() throws Exception {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        Assumptions.assumeTrue(
                run(List.of("mount", "-t", "tmpfs", "-o", "noexec,size=16m", "tmpfs", temporary.toString())) == 0,
                "this user may not mount a file system without code");
    }

    @AfterEach
    void unmount() throws Exception {
        run(List.of("umount", temporary.toString()));
    }

    @Test
    void store_opens_and_leaves_no_code_there() throws Exception {
        assertThat(run(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-Dsotto.home=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sotto.Main",
                        "keys",
                        "create",
                        "anna")))
                .as(Files.readString(log()))
                .isZero();
        assertThat(Files.readString(log())).contains("sk-sotto-");
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(file -> file.toString().contains(".so"))).isEmpty();
        }
        assertThat(folder.resolve("data/natives")).isDirectory();
    }

    @Test
    void data_folder_that_allows_no_code_is_named_with_the_way_out() throws Exception {
        Path data = temporary.resolve("data");
        assertThat(keysCreate(Map.of("SOTTO_DATA_FOLDER", data.toString())))
                .as(Files.readString(log()))
                .isEqualTo(78);
        assertThat(Files.readString(log()))
                .contains("mounted noexec", "SOTTO_DATA_NATIVES_FOLDER")
                .doesNotContain("unexpected fault", "\tat ");
        assertThat(keysCreate(Map.of(
                        "SOTTO_DATA_FOLDER",
                        data.toString(),
                        "SOTTO_DATA_NATIVES_FOLDER",
                        folder.resolve("natives").toString())))
                .as(Files.readString(log()))
                .isZero();
        assertThat(Files.readString(log())).contains("sk-sotto-");
        assertThat(folder.resolve("natives")).isNotEmptyDirectory();
    }

    private int keysCreate(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsotto.home=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sotto.Main",
                        "keys",
                        "create",
                        "anna")
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        process.environment().putAll(environment);
        return process.start().waitFor();
    }

    /** As a server begins. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws Exception {
            NativeLibraries.unpackInto(new ServerConfig.Data(Path.of(arguments[0])), Map.of());
            Vertx.vertx().close().await(20, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmp", "log.txt"})
    void folder_that_cannot_be_written_is_not_needed(String name) throws Exception {
        Files.writeString(log(), "no folder");
        assertThat(run(List.of("mount", "-o", "remount,ro", temporary.toString())))
                .isZero();
        assertThat(run(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder.resolve(name),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        folder.resolve("data").toString())))
                .as(Files.readString(log()))
                .isZero();
    }

    private Path log() {
        return folder.resolve("log.txt");
    }

    private int run(List<String> command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            Files.writeString(log(), e.toString(), StandardCharsets.UTF_8);
            return -1;
        }
    }
}
