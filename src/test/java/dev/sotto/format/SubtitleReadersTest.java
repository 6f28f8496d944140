package dev.sotto.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ffmpeg, which nobody here wrote, reads what we write. */
@Tag("heavy")
class SubtitleReadersTest {
    private static final Transcript TRANSCRIPT = new Transcript(
            Task.TRANSCRIBE,
            "en",
            3700,
            "",
            List.of(
                    segment(0, 1.5, " Bread & butter, {really}."),
                    segment(1.5, 4, " Zwölf Öfen, 日本語."),
                    segment(3661.25, 3662, " The end.")));

    @TempDir
    Path folder;

    private static Segment segment(double start, double end, String text) {
        return new Segment(0, 0, start, end, text, List.of(), 0, -0.1, 1, 0, List.of());
    }

    private String readBack(TranscriptFormat format, Transcript transcript) throws Exception {
        Path file = Files.writeString(folder.resolve("x." + format.fileExtension()), format.write(transcript));
        Process reader = new ProcessBuilder("ffmpeg", "-v", "error", "-i", file.toString(), "-f", "srt", "-")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String read = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(reader.waitFor()).isZero();
        return read.replace("\\{", "{")
                .replace("\\}", "}"); // its writer of srt leaves the escapes of its own inside form
    }

    @ParameterizedTest
    @EnumSource(names = {"SRT", "VTT", "ASS"})
    void subtitles_read_back_as_they_were_meant(TranscriptFormat format) throws Exception {
        assertThat(readBack(format, TRANSCRIPT).replaceAll("<font[^>]*>|</font>", ""))
                .contains("00:00:00,000 --> 00:00:01,500")
                .contains("Bread & butter, {really}.")
                .contains("00:00:01,500 --> 00:00:04,000")
                .contains("Zwölf Öfen, 日本語.")
                .contains("01:01:01,250 --> 01:01:02,000");
    }

    @Test
    void lines_of_lrc_read_back_at_their_times() throws Exception {
        assertThat(readBack(TranscriptFormat.LRC, TRANSCRIPT))
                .contains("00:00:00,000 --> ")
                .contains("Zwölf Öfen, 日本語.")
                .contains("01:01:01,250 --> ");
    }
}
