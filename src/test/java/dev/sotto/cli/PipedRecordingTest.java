package dev.sotto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Recordings that come through pipes of another program. */
@Tag("heavy")
@DisabledOnOs(OS.WINDOWS)
class PipedRecordingTest {
    @TempDir
    Path folder;

    private final Session session = new Session();

    @Test
    void a_fifo_is_read_to_its_end() throws Exception {
        Path fifo = folder.resolve("talk.wav");
        assertThat(start("mkfifo '%s'".formatted(fifo)).waitFor()).isZero();
        Process writer = start("printf 'words through' > '%s'".formatted(fifo));
        assertThat(session.run("transcribe", "-o", folder.toString(), fifo.toString()))
                .as(session.err())
                .isZero();
        assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("talk.txt")).hasContent("words through\n");
        assertThat(session.services.files.get(0)).doesNotExist();
    }

    private static Process start(String command) throws IOException {
        return new ProcessBuilder("sh", "-c", command).start();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_file_that_this_process_has_open_is_handed_on_by_a_name_that_others_can_open() throws Exception {
        Path file = Files.writeString(folder.resolve("a.wav"), "open words");
        String name;
        try (var open = Files.newInputStream(file)) {
            name = descriptor(file);
            assertThat(session.run("transcribe", name)).as(session.err()).isZero();
            assertThat(open.read()).isEqualTo('o');
        }
        assertThat(session.out()).isEqualTo("open words\n");
        assertThat(session.services.files.get(0).toString())
                .doesNotStartWith("/dev")
                .doesNotStartWith("/proc");
    }

    /** The one of this process that is open on the file. */
    private static String descriptor(Path file) throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(link -> leadsTo(link, file))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    private static boolean leadsTo(Path link, Path file) {
        try {
            return Files.readSymbolicLink(link).equals(file.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
