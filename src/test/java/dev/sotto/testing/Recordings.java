package dev.sotto.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.sotto.audio.AudioException;
import dev.sotto.audio.DecodedMedia;
import dev.sotto.audio.MediaDecoder;
import dev.sotto.audio.MediaLimits;
import dev.sotto.audio.MediaTool;
import dev.sotto.audio.MediaToolFinder;
import dev.sotto.audio.Waveform;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.WorkClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Recordings as the product itself reads them. */
public final class Recordings {
    /** The README's example, ours. */
    public static final Path SAMPLE = Path.of("src/test/resources/audio/sample.flac");

    private Recordings() {}

    /** The caller closes it. Skips the test where there is no ffmpeg. */
    public static Waveform decode(Path file) {
        return decode(file, MediaOptions.DEFAULTS).channels().get(0);
    }

    /** The caller closes it. Skips the test where there is no ffmpeg. */
    public static DecodedMedia decode(Path file, MediaOptions options) {
        try {
            Path scratch = Files.createTempDirectory("sotto-recordings");
            scratch.toFile().deleteOnExit();
            return new MediaDecoder(ffmpeg(), MediaLimits.DEFAULTS, scratch)
                    .decode(file, options, WorkClass.INTERACTIVE, () -> false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A recording as ffmpeg makes it of another. The caller closes it.
     *
     * @param filter as of {@code -af}
     */
    public static Waveform filtered(Path file, String filter) {
        try {
            Path made = Files.createTempFile("sotto-filtered", ".wav");
            made.toFile().deleteOnExit();
            List<String> command = List.of(
                    ffmpeg().ffmpeg().toString(),
                    "-nostdin",
                    "-v",
                    "error",
                    "-y",
                    "-i",
                    file.toString(),
                    "-af",
                    filter,
                    made.toString());
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException("ffmpeg refused the filter " + filter);
            }
            return decode(made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MediaTool ffmpeg() {
        try {
            return new MediaToolFinder(Optional.empty(), System.getenv("PATH"), Optional.empty()).find();
        } catch (AudioException e) {
            return abort("skipped: " + e.getMessage());
        }
    }
}
