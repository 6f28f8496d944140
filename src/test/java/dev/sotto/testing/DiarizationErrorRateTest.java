package dev.sotto.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.testing.DiarizationErrorRate.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases that are counted by hand. */
class DiarizationErrorRateTest {
    private static final List<Turn> TRUTH = List.of(new Turn(0, 4, "a"), new Turn(4, 10, "b"));

    @Test
    void other_names_for_the_same_turns_are_no_error() {
        assertThat(rate(List.of(new Turn(0, 4, "y"), new Turn(4, 10, "x"))).percent())
                .isZero();
    }

    @Test
    void each_kind_of_error_is_counted_in_its_own_place() {
        // 1 s missed, 2 s past the end of speech, 1 s of b given to a.
        DiarizationErrorRate rate = rate(List.of(new Turn(1, 5, "x"), new Turn(5, 12, "y")));
        assertThat(rate.missed()).isCloseTo(1, within(1e-9));
        assertThat(rate.falseAlarm()).isCloseTo(2, within(1e-9));
        assertThat(rate.confusion()).isCloseTo(1, within(1e-9));
        assertThat(rate.percent()).isCloseTo(40, within(1e-9));
    }

    @Test
    void an_overlap_of_which_one_voice_is_found_is_half_missed() {
        DiarizationErrorRate rate = DiarizationErrorRate.of(
                List.of(new Turn(0, 2, "a"), new Turn(0, 2, "b")), List.of(new Turn(0, 2, "x")), 2, 0);
        assertThat(rate.percent()).isCloseTo(50, within(1e-9));
    }

    @Test
    void a_speaker_found_twice_is_right_for_the_longer_part_only() {
        DiarizationErrorRate rate = rate(List.of(new Turn(0, 4, "x"), new Turn(4, 9, "y"), new Turn(9, 10, "z")));
        assertThat(rate.confusion()).isCloseTo(1, within(1e-9));
    }

    @Test
    void what_lies_within_the_collar_of_an_edge_is_not_looked_at() {
        List<Turn> late = List.of(new Turn(0.2, 4.2, "x"), new Turn(4.2, 10.2, "y"));
        assertThat(DiarizationErrorRate.of(TRUTH, late, 12, 0.25).percent()).isZero();
        assertThat(rate(late).percent()).isCloseTo(6, within(1e-9));
    }

    private static DiarizationErrorRate rate(List<Turn> found) {
        return DiarizationErrorRate.of(TRUTH, found, 12, 0);
    }
}
