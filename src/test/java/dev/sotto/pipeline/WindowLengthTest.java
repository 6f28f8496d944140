package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.ShippedModel;
import dev.sotto.transcript.AudioContext;
import org.junit.jupiter.api.Test;

class WindowLengthTest {
    private static final WindowLength AUTO = WindowLength.of(AudioContext.AUTO, ShippedModel.TINY_EN.config());
    private static final WindowLength FULL = WindowLength.of(AudioContext.FULL, ShippedModel.TINY_EN.config());

    @Test
    void short_window_has_its_sound_four_seconds_of_silence_and_no_more_than_fills_a_step() {
        for (int frames = 0; frames < 2500; frames += 7) {
            int positions = AUTO.positions(frames, false);
            assertThat(positions % 64).isZero();
            assertThat(positions - (frames + 1) / 2).isBetween(200, 263);
        }
    }

    @Test
    void no_window_has_more_positions_than_the_network() {
        assertThat(AUTO.positions(2800, false)).isEqualTo(1500);
        assertThat(AUTO.positions(3000, false)).isEqualTo(1500);
        assertThat(AUTO.positions(2500, false)).isEqualTo(1472);
    }

    @Test
    void window_is_heard_whole_where_only_faint_speech_was_found_or_the_setting_says_so() {
        assertThat(AUTO.positions(200, true)).isEqualTo(1500);
        assertThat(FULL.positions(200, false)).isEqualTo(1500);
        assertThat(FULL.positions(0, false)).isEqualTo(1500);
    }
}
