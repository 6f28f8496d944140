package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("heavy")
class WaveformTest {
    /** Stands for a machine without ffmpeg: the direct path must not need it. */
    private static final MediaTool NO_TOOL =
            new MediaTool(Path.of("/nowhere/ffmpeg"), ProcessSandbox.NONE, "none", false);

    @TempDir
    Path folder;

    @Test
    void both_kinds_give_the_same_numbers_and_zeros_outside() throws IOException {
        short[] samples = {-32768, -1, 0, 1, 32767};
        Path raw = folder.resolve("raw");
        Files.write(raw, new byte[] {9, 9, 0, -128, -1, -1, 0, 0, 1, 0, -1, 127});
        for (Waveform waveform :
                List.of(Waveforms.ofSamples(samples), SampleFile.open(raw, SampleLayout.plain(2), 5, List.of()))) {
            float[] read = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
            waveform.read(-2, read, 1, 9);
            assertThat(read).containsExactly(7, 0, 0, -1f, -1 / 32768f, 0, 1 / 32768f, 32767 / 32768f, 0, 0, 7);
            waveform.read(100, read, 0, 2);
            waveform.read(-100, read, 2, 2);
            assertThat(read).startsWith(0, 0, 0, 0);
            assertThat(waveform.durationSeconds()).isEqualTo(5 / 16000.0);
            waveform.close();
            waveform.close();
        }
    }

    @Test
    void reads_longer_than_the_block_are_whole() throws IOException {
        Path wav = Files.write(
                folder.resolve("ramp.wav"), new WavBytes().samples(200_000).build());
        try (Waveform waveform = decoder().decode(wav, () -> false)) {
            short[] samples = Ffmpeg.samples(waveform);
            assertThat(samples).hasSize(200_000);
            for (int i = 0; i < samples.length; i++) {
                assertThat(samples[i]).isEqualTo((short) i);
            }
        }
    }

    @Test
    void samples_beyond_two_gibibytes_are_reached() throws IOException {
        long sampleCount = 1_500_000_000L;
        Path sparse = folder.resolve("sparse.wav");
        Files.write(
                sparse,
                new WavBytes()
                        .samples(0)
                        .dataLength((int) (2 * sampleCount))
                        .riffLength((int) (36 + 2 * sampleCount))
                        .build());
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(44 + 2 * sampleCount);
            file.seek(44 + 2 * (sampleCount - 1));
            file.write(new byte[] {0, 64});
        }
        MediaLimits wide = new MediaLimits(Duration.ofHours(30), Duration.ofMinutes(1), 4L << 30, 4L << 30);
        try (Waveform waveform = new MediaDecoder(NO_TOOL, wide, folder).decode(sparse, () -> false)) {
            float[] last = new float[3];
            waveform.read(sampleCount - 2, last, 0, 3);
            assertThat(last).containsExactly(0, 0.5f, 0);
        }
    }

    @Test
    void closed_waveform_is_not_read() throws IOException {
        Path wav = Files.write(folder.resolve("a.wav"), new WavBytes().build());
        Waveform waveform = decoder().decode(wav, () -> false);
        waveform.close();
        assertThatThrownBy(() -> waveform.read(0, new float[1], 0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("read from a waveform that is closed");
    }

    @Test
    void wav_that_is_not_quite_ours_goes_through_ffmpeg() throws IOException {
        for (WavBytes odd : List.of(
                new WavBytes().rate(8_000),
                new WavBytes().channels(2),
                new WavBytes().format(3),
                new WavBytes().dataLength(31_999),
                new WavBytes().dataLength(64_000),
                new WavBytes().riffLength(7))) {
            assertThat(WavHeader.read(Files.write(folder.resolve("odd.wav"), odd.build())))
                    .isEmpty();
        }
    }

    private MediaDecoder decoder() {
        return new MediaDecoder(NO_TOOL, MediaLimits.DEFAULTS, folder);
    }
}
