package dev.sotto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlignCommandTest {
    @TempDir
    Path folder;

    private final Session session = new Session();

    @Test
    void a_text_reaches_the_transcription_unchanged() throws IOException {
        String text = " Grüße,\nwer auch  immer.\n";
        assertThat(session.run("align", "--language", "German", file("a.wav", "x"), file("a.txt", text)))
                .as(session.err())
                .isZero();
        assertThat(session.services.asked.get(0).alignment().text()).contains(text);
        assertThat(session.services.asked.get(0).language()).contains("de");
        assertThat(session.services.asked.get(0).words().timestamps()).isTrue();
        assertThat(session.out()).startsWith("{\"language\":");
        assertThat(session.services.closed).isEqualTo(1);
    }

    @Test
    void subtitles_are_written_of_a_text() throws IOException {
        assertThat(session.run("align", "-f", "srt", file("a.wav", "x"), file("a.txt", "x")))
                .isZero();
        assertThat(session.out()).contains("-->");
    }

    @Test
    void what_cannot_be_aligned_is_said_before_a_model_is_loaded() throws IOException {
        String wav = file("a.wav", "x");
        assertThat(session.run("align", wav, file("empty.txt", " - \n"))).isEqualTo(ExitCode.USAGE);
        assertThat(session.run("align", wav, file("long.txt", "x".repeat(50_001))))
                .isEqualTo(ExitCode.USAGE);
        assertThat(session.run("align", wav, folder.resolve("none.txt").toString()))
                .isEqualTo(ExitCode.NO_SUCH_FILE);
        assertThat(session.run("align", "-f", "rttm", wav, file("a.txt", "x"))).isEqualTo(ExitCode.USAGE);
        assertThat(session.run("align", "-l", "xx", wav, file("a.txt", "x"))).isEqualTo(ExitCode.USAGE);
        Path bytes = folder.resolve("bytes.txt");
        Files.write(bytes, new byte[] {(byte) 0xC3, 0x28});
        assertThat(session.run("align", wav, bytes.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(session.services.opened).isEmpty();
        assertThat(session.err())
                .contains("expected a text with a word in it")
                .contains("at most 50000 characters")
                .contains("none.txt: no such file")
                .contains("is not text in UTF-8");
    }

    @Test
    void a_recording_that_is_not_there_is_said() throws IOException {
        assertThat(session.run("align", folder.resolve("none.wav").toString(), file("a.txt", "x")))
                .isEqualTo(ExitCode.NO_SUCH_FILE);
        assertThat(session.err()).contains("none.wav: no such file");
    }

    private String file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content, StandardCharsets.UTF_8);
        return file.toString();
    }
}
