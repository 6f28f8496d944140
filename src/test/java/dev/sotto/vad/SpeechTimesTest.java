package dev.sotto.vad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.VoiceActivity;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SpeechTimesTest {
    private static final VoiceActivity PLAIN =
            new VoiceActivity(0.5, OptionalDouble.empty(), 0, Double.POSITIVE_INFINITY, 100, 0);

    @Test
    void silence_has_no_span() {
        assertThat(times(PLAIN, 0f, 0.1f, 0.49f, 0f)).isEmpty();
    }

    @Test
    void speech_goes_on_until_the_lower_threshold_is_crossed_for_long_enough() {
        assertThat(times(PLAIN, 0f, 0.5f, 0.36f, 0.4f, 0.1f, 0.1f, 0.1f, 0.1f, 0f))
                .containsExactly(new SampleSpan(512, 4 * 512));
        assertThat(times(PLAIN, 0f, 0.9f, 0.1f, 0.1f, 0.9f)).containsExactly(new SampleSpan(512, 5 * 512));
    }

    @Test
    void speech_no_longer_than_the_least_is_noise() {
        VoiceActivity least = new VoiceActivity(0.5, OptionalDouble.empty(), 32, Double.POSITIVE_INFINITY, 32, 0);
        assertThat(times(least, 0.9f, 0f, 0f, 0.9f, 0.9f, 0f, 0f)).containsExactly(new SampleSpan(3 * 512, 5 * 512));
    }

    @Test
    void neighbours_share_a_pause_too_short_for_both_pads() {
        VoiceActivity wide = new VoiceActivity(0.5, OptionalDouble.empty(), 0, Double.POSITIVE_INFINITY, 32, 100);
        assertThat(times(wide, 0f, 0.9f, 0f, 0f, 0.9f, 0f, 0f))
                .containsExactly(new SampleSpan(0, 3 * 512), new SampleSpan(3 * 512, 7 * 512));
    }

    @Test
    void the_last_word_lasts_to_the_end_of_the_file() {
        assertThat(SpeechTimes.of(new float[] {0f, 0f, 0.9f}, 1300, PLAIN)).containsExactly(new SampleSpan(1024, 1300));
    }

    @Test
    void speech_that_is_too_long_is_split_at_its_longest_pause() {
        VoiceActivity short1 = new VoiceActivity(0.5, OptionalDouble.empty(), 0, 2, 2000, 0);
        float[] probabilities = speech(90);
        silence(probabilities, 10, 15);
        silence(probabilities, 30, 38);
        silence(probabilities, 50, 55);
        assertThat(SpeechTimes.of(probabilities, 90 * 512L, short1))
                .containsExactly(new SampleSpan(0, 30 * 512), new SampleSpan(38 * 512, 90 * 512));
    }

    @Test
    void speech_without_a_pause_is_split_where_it_becomes_too_long() {
        VoiceActivity second = new VoiceActivity(0.5, OptionalDouble.empty(), 0, 1, 2000, 0);
        List<SampleSpan> spans = SpeechTimes.of(speech(100), 100 * 512L, second);
        assertThat(spans.get(0)).isEqualTo(new SampleSpan(0, 31 * 512));
        List<Long> lengths = new ArrayList<>();
        spans.forEach(span -> lengths.add(span.length()));
        assertThat(lengths).allMatch(length -> length <= 16_000);
    }

    private static float[] speech(int windows) {
        float[] probabilities = new float[windows];
        java.util.Arrays.fill(probabilities, 0.95f);
        return probabilities;
    }

    private static void silence(float[] probabilities, int from, int to) {
        java.util.Arrays.fill(probabilities, from, to, 0.01f);
    }

    private static List<SampleSpan> times(VoiceActivity options, float... probabilities) {
        return SpeechTimes.of(probabilities, probabilities.length * 512L, options);
    }
}
