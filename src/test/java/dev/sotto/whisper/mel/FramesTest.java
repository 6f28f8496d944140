package dev.sotto.whisper.mel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.Waveform;
import dev.sotto.audio.Waveforms;
import org.junit.jupiter.api.Test;

class FramesTest {
    @Test
    void a_block_in_the_middle_is_the_samples_around_its_frames() {
        FrameBlock block = new Frames(ramp(16_000)).block(10, 3);
        assertThat(block.samples()).hasSize(2 * 160 + 400);
        assertThat(sample(block, 0)).isEqualTo(10 * 160 - 200);
        assertThat(sample(block, 719)).isEqualTo(10 * 160 - 200 + 719);
    }

    @Test
    void the_beginning_is_mirrored_without_repeating_the_first_sample() {
        FrameBlock block = new Frames(ramp(16_000)).block(0, 1);
        assertThat(sample(block, 0)).isEqualTo(200);
        assertThat(sample(block, 199)).isEqualTo(1);
        assertThat(sample(block, 200)).isZero();
        assertThat(sample(block, 201)).isEqualTo(1);
    }

    @Test
    void behind_the_end_all_is_silence() {
        FrameBlock block = new Frames(ramp(1600)).block(9, 4);
        assertThat(sample(block, 1600 - 1 - (9 * 160 - 200))).isEqualTo(1599);
        assertThat(sample(block, 1600 - (9 * 160 - 200))).isZero();
    }

    @Test
    void windows_cut_anywhere_are_the_same_frames() {
        Frames frames = new Frames(ramp(16_000));
        float[] whole = frames.block(0, 100).samples();
        float[] part = frames.block(37, 5).samples();
        for (int i = 0; i < part.length; i++) {
            assertThat(part[i]).isEqualTo(whole[37 * 160 + i]);
        }
    }

    @Test
    void content_is_counted_in_whole_hops() {
        assertThat(new Frames(ramp(1599)).contentFrames()).isEqualTo(9);
        assertThat(new Frames(ramp(1600)).contentFrames()).isEqualTo(10);
        assertThat(new Frames(ramp(0)).contentFrames()).isZero();
    }

    private static int sample(FrameBlock block, int index) {
        return Math.round(block.samples()[index] * 32_768);
    }

    private static Waveform ramp(int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) i;
        }
        return Waveforms.ofSamples(samples);
    }
}
