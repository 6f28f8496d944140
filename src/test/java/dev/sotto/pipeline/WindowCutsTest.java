package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.VoiceActivity;
import dev.sotto.vad.SampleSpan;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowCutsTest {
    private static final int WINDOW_SAMPLES = 480_000;
    private static final int PER_MINUTE = 1875; // probabilities

    @Test
    void what_fits_one_window_is_one() {
        assertThat(cuts(speech(PER_MINUTE / 2))).containsExactly(new SampleSpan(0, PER_MINUTE / 2 * 512));
        assertThat(cuts(new float[0])).isEmpty();
    }

    @Test
    void longer_speech_is_cut_in_the_middle_of_its_longest_pause() {
        float[] speech = speech(PER_MINUTE - 200);
        Arrays.fill(speech, 600, 604, 0.01f);
        Arrays.fill(speech, 700, 720, 0.01f);
        Arrays.fill(speech, 900, 905, 0.01f);
        assertThat(cuts(speech).get(0)).isEqualTo(new SampleSpan(0, 710 * 512));
    }

    @Test
    void speech_without_a_pause_is_cut_where_it_is_least_probable() {
        float[] speech = speech(PER_MINUTE - 200);
        speech[800] = 0.6f;
        assertThat(cuts(speech).get(0).end() / 512).isEqualTo(800);
    }

    @Test
    void windows_are_whole_and_never_too_long() {
        List<SampleSpan> windows = cuts(speech(20 * PER_MINUTE));
        long at = 0;
        for (SampleSpan window : windows) {
            assertThat(window.start()).isEqualTo(at);
            assertThat(window.length()).isPositive().isLessThanOrEqualTo(WINDOW_SAMPLES);
            at = window.end();
        }
        assertThat(at).isEqualTo(20L * PER_MINUTE * 512);
    }

    @Test
    void a_joint_of_pieces_is_the_best_place_to_cut() {
        SpeechTimestampsMap pieces =
                new SpeechTimestampsMap(List.of(new SampleSpan(0, 400_000), new SampleSpan(600_000, 900_000)));
        float[] speech = speech(PER_MINUTE);
        Arrays.fill(speech, 781, 1172, 0.01f);
        assertThat(WindowCuts.of(pieces, speech, VoiceActivity.DEFAULTS, WindowCuts.WINDOW_MAX))
                .containsExactly(new SampleSpan(0, 400_000), new SampleSpan(400_000, 700_000));
    }

    private static List<SampleSpan> cuts(float[] probabilities) {
        SpeechTimestampsMap all = new SpeechTimestampsMap(List.of(new SampleSpan(0, probabilities.length * 512L)));
        return WindowCuts.of(all, probabilities, VoiceActivity.DEFAULTS, WindowCuts.WINDOW_MAX);
    }

    private static float[] speech(int windows) {
        float[] probabilities = new float[windows];
        Arrays.fill(probabilities, 0.95f);
        return probabilities;
    }
}
