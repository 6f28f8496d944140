package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.audio.Waveform;
import dev.sotto.audio.Waveforms;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.vad.SampleSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeechTimestampsMapTest {
    /** 1 to 2 s and 10 to 12 s of the recording: 3 s closed up. */
    private static final SpeechTimestampsMap TWO =
            new SpeechTimestampsMap(List.of(new SampleSpan(16_000, 32_000), new SampleSpan(160_000, 192_000)));

    @Test
    void closed_up_moments_lead_back_to_the_recording() {
        assertThat(TWO.samples()).isEqualTo(48_000);
        assertThat(TWO.recordingSeconds(0, false)).isEqualTo(1.0);
        assertThat(TWO.recordingSeconds(0.5, false)).isEqualTo(1.5);
        assertThat(TWO.recordingSeconds(2.25, true)).isEqualTo(11.25);
        assertThat(TWO.recordingSeconds(3, true)).isEqualTo(12.0);
        assertThat(TWO.recordingSample(16_001)).isEqualTo(160_001);
    }

    @Test
    void a_joint_ends_the_piece_before_it_and_begins_the_one_behind() {
        assertThat(TWO.recordingSeconds(1, true)).isCloseTo(2.0, within(1e-9));
        assertThat(TWO.recordingSeconds(1, false)).isCloseTo(10.0, within(1e-9));
    }

    @Test
    void clips_keep_what_lies_in_them_once_and_in_order() {
        SpeechTimestampsMap clipped =
                TWO.within(List.of(new TimeSpan(11, Double.POSITIVE_INFINITY), new TimeSpan(0, 1.5)));
        assertThat(clipped.list()).containsExactly(new SampleSpan(16_000, 24_000), new SampleSpan(176_000, 192_000));
        SpeechTimestampsMap twice = TWO.within(List.of(new TimeSpan(1, 2), new TimeSpan(1.5, 11)));
        assertThat(twice.samples()).isEqualTo(32_000);
    }

    @Test
    void closed_up_sound_is_the_pieces_one_behind_the_other() {
        short[] samples = new short[200];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (i * 64);
        }
        Waveform recording = Waveforms.ofSamples(samples);
        SpeechTimestampsMap pieces = new SpeechTimestampsMap(List.of(new SampleSpan(10, 14), new SampleSpan(100, 104)));
        Waveform sound = new SpeechOnlyWaveform(recording, pieces, new SampleSpan(1, 7));
        float[] heard = new float[10];
        sound.read(-2, heard, 0, 10);
        assertThat(sound.sampleCount()).isEqualTo(6);
        assertThat(heard).containsExactly(scaled(0, 0, 11, 12, 13, 100, 101, 102, 0, 0));
    }

    private static float[] scaled(int... indices) {
        float[] values = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            values[i] = indices[i] * 64 / 32768f;
        }
        return values;
    }
}
