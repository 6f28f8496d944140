package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("heavy")
class ShutdownTest {
    private static final int POLLS_MAX = 3_000;

    @TempDir
    Path folder;

    /** The program that is told to stop: decodes one file, far too long to finish. */
    public static final class Decoding {
        private Decoding() {}

        /** Arguments: the file, the scratch folder. */
        public static void main(String[] arguments) {
            MediaTool tool = new MediaToolFinder(Optional.empty(), System.getenv("PATH"), Optional.empty()).find();
            MediaLimits limits = new MediaLimits(Duration.ofHours(3_000), Duration.ofHours(1), 1L << 40, 4L << 30);
            new MediaDecoder(tool, limits, Path.of(arguments[1]))
                    .decode(Path.of(arguments[0]), () -> false)
                    .close();
        }
    }

    @Test
    void server_that_is_killed_takes_ffmpeg_with_it() throws Exception {
        assumeTrue(Ffmpeg.required().tool().fence().setpriv().isPresent(), "skipped: no setpriv with --pdeathsig here");
        Path scratch = folder.resolve("scratch");
        Process server = start(days(), scratch);
        List<ProcessHandle> children = List.of();
        try {
            children = awaitDecoding(server, scratch);
            server.destroyForcibly();
            for (ProcessHandle child : children) {
                child.onExit().get(1, TimeUnit.MINUTES);
            }
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
        }
    }

    @Test
    void server_told_to_stop_leaves_no_ffmpeg_and_no_file() throws Exception {
        Path scratch = folder.resolve("scratch");
        Process server = start(days(), scratch);
        List<ProcessHandle> children = List.of();
        try {
            children = awaitDecoding(server, scratch);
            server.destroy();
            assertThat(server.waitFor(1, TimeUnit.MINUTES)).isTrue();
            for (ProcessHandle child : children) {
                child.onExit().get(1, TimeUnit.MINUTES);
            }
            assertThat(scratch).isEmptyDirectory();
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
        }
    }

    private Path days() throws Exception {
        Path days = folder.resolve("days.flac");
        Ffmpeg.required()
                .run("-f", "lavfi", "-t", 1_000_000, "-i", "anullsrc=r=100:cl=mono", "-frame_size", 65_535, days);
        return days;
    }

    private static Process start(Path file, Path scratch) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(java, "-cp", classPath, Decoding.class.getName(), file.toString(), scratch.toString())
                .inheritIO()
                .start();
    }

    private static List<ProcessHandle> awaitDecoding(Process server, Path scratch) throws Exception {
        for (int poll = 0; poll < POLLS_MAX && !server.waitFor(20, TimeUnit.MILLISECONDS); poll++) {
            if (isDecoding(scratch)) {
                List<ProcessHandle> children = server.descendants().toList();
                assertThat(children).isNotEmpty();
                return children;
            }
        }
        return fail("the program never began to decode");
    }

    private static boolean isDecoding(Path scratch) throws IOException {
        if (!Files.exists(scratch)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(scratch)) {
            return files.anyMatch(
                    file -> file.endsWith("samples.s16le") && file.toFile().length() > 0);
        }
    }
}
