package dev.sotto.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process is really interrupted: only so does the JVM run its hooks. */
@Tag("heavy")
class ShutdownInterruptsTest {
    private static final Path KILL = Path.of("/bin/kill");

    @TempDir
    Path folder;

    @Test
    void ctrl_c_lets_the_command_clean_up_and_ends_with_130() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(KILL), "skipped: no /bin/kill to send Ctrl-C's signal with");
        Path leftover = Files.createFile(folder.resolve("leftover"));
        Process program = start(leftover, "");
        assertThat(firstLine(program)).isEqualTo("working");
        new ProcessBuilder(KILL.toString(), "-INT", Long.toString(program.pid()))
                .start()
                .waitFor();
        assertThat(program.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(program.exitValue()).isEqualTo(130);
        assertThat(leftover).doesNotExist();
    }

    @Test
    void command_that_is_done_ends_as_it_wants() throws IOException, InterruptedException {
        Path leftover = Files.createFile(folder.resolve("leftover"));
        Process program = start(leftover, "at once");
        assertThat(program.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(program.exitValue()).isEqualTo(7);
        assertThat(leftover).doesNotExist();
    }

    private static String firstLine(Process program) throws IOException {
        return new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private static Process start(Path leftover, String mode) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        // What a shell starts in the background ignores Ctrl-C's signal, and so would all that it starts in turn.
        List<String> command = List.of(
                "env",
                "--default-signal=INT",
                java,
                "-Xmx64m",
                "-cp",
                classes,
                Program.class.getName(),
                leftover.toString(),
                mode);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Works until interrupted, then removes its file. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            CountDownLatch interrupted = new CountDownLatch(arguments[1].isEmpty() ? 1 : 0);
            try (Interrupts.Handle handle = new ShutdownInterrupts().onInterrupt(interrupted::countDown)) {
                System.out.println("working");
                assertThat(handle).isNotNull();
                interrupted.await();
                Files.delete(Path.of(arguments[0]));
            }
            System.exit(7);
        }
    }
}
