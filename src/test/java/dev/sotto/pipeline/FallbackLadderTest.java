package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.FallbackOptions;
import dev.sotto.whisper.decode.DecodingResult;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FallbackLadderTest {
    private final FallbackLadder ladder = new FallbackLadder(FallbackOptions.DEFAULTS);

    @Test
    void a_good_attempt_is_taken() {
        assertThat(ladder.needsFallback(result(-0.3, 1.5, 0.1))).isFalse();
        assertThat(ladder.isSilence(result(-0.3, 1.5, 0.1))).isFalse();
    }

    @Test
    void a_loop_or_an_improbable_text_falls_back() {
        assertThat(ladder.needsFallback(result(-0.3, 2.5, 0.1))).isTrue();
        assertThat(ladder.needsFallback(result(-1.1, 1.5, 0.1))).isTrue();
    }

    @Test
    void silence_is_not_tried_again_and_its_text_is_dropped() {
        assertThat(ladder.needsFallback(result(-1.1, 2.5, 0.7))).isFalse();
        assertThat(ladder.isSilence(result(-1.1, 2.5, 0.7))).isTrue();
    }

    @Test
    void a_confident_text_is_kept_however_silent_its_window_seems() {
        assertThat(ladder.isSilence(result(-0.3, 1.5, 0.9))).isFalse();
    }

    @Test
    void a_check_that_is_switched_off_never_speaks() {
        FallbackLadder lenient = new FallbackLadder(FallbackOptions.builder()
                .compressionRatioThreshold(OptionalDouble.empty())
                .logProbabilityThreshold(OptionalDouble.empty())
                .noSpeechThreshold(OptionalDouble.empty())
                .build());
        assertThat(lenient.needsFallback(result(-9, 9, 0.9))).isFalse();
        assertThat(lenient.isSilence(result(-9, 9, 0.9))).isFalse();
    }

    private static DecodingResult result(double averageLogProbability, double compressionRatio, double noSpeech) {
        return new DecodingResult(List.of(), "", averageLogProbability, noSpeech, 0, compressionRatio, false);
    }
}
