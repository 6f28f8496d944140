package dev.sotto.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What killed processes leave of the copies that libraries make. */
@Tag("heavy")
class RunFolderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path natives;

    /** Copies something, and is killed. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = RunFolder.make(Path.of(arguments[0]), NOW);
            Files.writeString(Files.createDirectories(folder.resolve("copies")).resolve("lib.so"), "code");
            Runtime.getRuntime().halt(9);
        }
    }

    /** Copies something, and ends when it is told to. */
    static final class Running {
        private Running() {}

        public static void main(String[] arguments) throws IOException {
            Files.writeString(RunFolder.make(Path.of(arguments[0]), NOW).resolve("lib.so"), "code");
            System.out.println("ready");
            System.out.flush();
            int unused = System.in.read();
        }
    }

    private Process start(Class<?> program) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        natives.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> files = Files.list(natives)) {
            return files.filter(Files::isDirectory).toList();
        }
    }

    @Test
    void what_a_killed_process_left_is_deleted_and_what_a_running_one_has_is_not() throws Exception {
        assertThat(start(Killed.class).waitFor()).isEqualTo(9);
        Path left = folders().get(0);
        Process running = start(Running.class);
        try (var said = running.inputReader()) {
            assertThat(said.readLine()).isEqualTo("ready");
            assertThat(left).doesNotExist();
            Path used = folders().get(0);
            Path ours = RunFolder.make(natives, NOW);
            assertThat(used.resolve("lib.so")).exists();
            Path second = RunFolder.make(natives, NOW);
            assertThat(folders()).containsExactlyInAnyOrder(used, ours, second);
            running.getOutputStream().close();
            assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Path third = RunFolder.make(natives, NOW);
            assertThat(folders()).containsExactlyInAnyOrder(ours, second, third);
            assertThat(ours)
                    .as("the lock of this process is still held")
                    .satisfies(folder -> assertThat(isLockedFor(folder)).isTrue());
        } finally {
            running.destroyForcibly();
        }
    }

    /** Asked of another process, since this one's locks are known to its own Java. */
    private boolean isLockedFor(Path folder) throws Exception {
        assertThat(start(Killed.class).waitFor()).isEqualTo(9);
        return Files.isDirectory(folder);
    }

    @Test
    void copies_of_earlier_versions_are_deleted_when_they_are_a_day_old() throws IOException {
        Path old = Files.writeString(natives.resolve("sqlite-3.54-1-libsqlitejdbc.so"), "code");
        Path lock = Files.writeString(natives.resolve("sqlite-3.54-1-libsqlitejdbc.so.lck"), "");
        Path cache =
                Files.createDirectories(natives.resolve("vertx-cache-1/sub")).getParent();
        Path young = Files.writeString(natives.resolve("jna1.tmp"), "code");
        Path engine = Files.createDirectory(natives.resolve("pytorch"));
        for (Path file : List.of(old, lock, cache, engine)) {
            Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofHours(25))));
        }
        Files.setLastModifiedTime(young, FileTime.from(NOW.minus(Duration.ofHours(23))));
        RunFolder.make(natives, NOW);
        assertThat(old).doesNotExist();
        assertThat(lock).doesNotExist();
        assertThat(cache).doesNotExist();
        assertThat(young).exists();
        assertThat(engine).exists();
    }

    @Test
    void a_folder_that_cannot_run_programs_is_known_by_a_file_of_its_own() throws IOException {
        PrivateFolder.allowsCode(natives);
        assertThat(natives).isEmptyDirectory();
    }
}
