package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The ffmpeg of this machine, for making fixtures and for the reference's way of reading audio. */
final class Ffmpeg {
    static final Path RECORDINGS = Path.of("src", "test", "resources", "audio");

    private final MediaTool tool;

    private Ffmpeg(MediaTool tool) {
        this.tool = tool;
    }

    /** Skips the calling test, visibly, if there is no ffmpeg. */
    static Ffmpeg required() {
        try {
            return new Ffmpeg(new MediaToolFinder(Optional.empty(), System.getenv("PATH"), Optional.empty()).find());
        } catch (AudioException e) {
            assumeTrue(false, "skipped: " + e.getMessage());
            throw e;
        }
    }

    MediaTool tool() {
        return tool;
    }

    /** Runs ffmpeg with the given arguments and insists that it succeeds. */
    void run(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool.ffmpeg().toString(), "-nostdin", "-v", "error", "-y"));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        Path log = Files.createTempFile("ffmpeg-", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(process.waitFor()).as(() -> textOf(log)).isZero();
        } finally {
            Files.delete(log);
        }
    }

    /**
     * Makes a song with a picture on its cover.
     *
     * @param sound arguments that name the input
     */
    void song(List<String> sound, Path cover, String encoder, Path song) throws IOException, InterruptedException {
        List<Object> arguments = new ArrayList<>(sound);
        arguments.addAll(List.of("-i", cover, "-map", "0:a", "-map", "1:v", "-c:v", "copy"));
        arguments.addAll(List.of("-disposition:v", "attached_pic", "-c:a", encoder, song));
        run(arguments.toArray());
    }

    /** Whether this build of ffmpeg can make the codec. */
    boolean hasEncoder(String encoder) {
        StringBuilder said = new StringBuilder();
        List<String> command = List.of(tool.ffmpeg().toString(), "-hide_banner", "-h", "encoder=" + encoder);
        new ChildProcess(command, Optional.empty(), Duration.ofSeconds(10)).run(said::append, () -> false);
        return said.toString().startsWith("Encoder ");
    }

    /** The samples as the reference reads them: openai/whisper, whisper/audio.py, load_audio (MIT). */
    short[] reference(Path source, Path folder) throws IOException, InterruptedException {
        Path raw = folder.resolve("reference.s16le");
        String url = "file:" + source.toAbsolutePath();
        run("-threads", 0, "-i", url, "-f", "s16le", "-ac", 1, "-acodec", "pcm_s16le", "-ar", 16000, raw);
        byte[] bytes = Files.readAllBytes(raw);
        short[] samples = new short[bytes.length / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) ((bytes[2 * i] & 0xff) | (bytes[2 * i + 1] << 8));
        }
        return samples;
    }

    /** All samples of a waveform, back as 16-bit numbers. */
    static short[] samples(Waveform waveform) {
        float[] read = new float[Math.toIntExact(waveform.sampleCount())];
        waveform.read(0, read, 0, read.length);
        short[] samples = new short[read.length];
        for (int i = 0; i < read.length; i++) {
            samples[i] = (short) (read[i] * 32768f);
        }
        return samples;
    }

    private static String textOf(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "unreadable log: " + e;
        }
    }
}
