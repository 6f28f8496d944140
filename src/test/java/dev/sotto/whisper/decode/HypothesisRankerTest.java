package dev.sotto.whisper.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.transcript.SearchOptions;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HypothesisRankerTest {
    private static final Hypothesis BRIEF = hypothesis(2, -2); // -1 a token; penalty 1: -2 / (7/6)
    private static final Hypothesis LENGTHY = hypothesis(10, -8); // -0.8 a token

    @Test
    void log_probability_a_token_decides_unless_a_length_penalty_is_given() {
        assertThat(samples(OptionalDouble.empty()).best(List.of(), List.of(BRIEF, LENGTHY)))
                .isEqualTo(LENGTHY);
        assertThat(samples(OptionalDouble.of(1)).best(List.of(), List.of(BRIEF, LENGTHY)))
                .isEqualTo(BRIEF);
        assertThat(samples(OptionalDouble.of(0)).score(LENGTHY)).isEqualTo(-8);
    }

    @Test
    void of_equal_ones_the_first_wins() {
        Hypothesis twin = new Hypothesis(List.of(7, 7), -2);
        assertThat(samples(OptionalDouble.empty()).best(List.of(), List.of(twin, BRIEF)))
                .isSameAs(twin);
    }

    @Test
    void a_search_with_enough_ended_hypotheses_forgets_its_rows() {
        HypothesisRanker two = new HypothesisRanker(DecodingSearch.beams(2, 1, OptionalDouble.empty()));
        Hypothesis row = hypothesis(10, -0.1);
        assertThat(two.candidates(List.of(BRIEF, LENGTHY), List.of(row, row))).containsExactly(BRIEF, LENGTHY);
    }

    @Test
    void a_search_that_ran_out_of_room_adds_its_best_rows_until_there_are_as_many_as_beams() {
        HypothesisRanker three = new HypothesisRanker(DecodingSearch.beams(3, 2, OptionalDouble.empty()));
        Hypothesis poor = hypothesis(5, -9);
        Hypothesis fair = hypothesis(5, -7);
        Hypothesis good = hypothesis(5, -5);
        assertThat(three.candidates(List.of(BRIEF), List.of(poor, good, fair))).containsExactly(BRIEF, good, fair);
    }

    @Test
    void an_empty_hypothesis_can_be_ranked() {
        assertThat(samples(OptionalDouble.empty()).score(hypothesis(0, -3))).isEqualTo(-3);
    }

    @Test
    void beams_are_for_temperature_0_and_samples_for_the_others() {
        SearchOptions options =
                new SearchOptions(OptionalInt.of(5), OptionalInt.of(3), OptionalDouble.of(1.5), OptionalDouble.of(0.6));
        assertThat(DecodingSearch.of(options, 0))
                .isEqualTo(DecodingSearch.beams(5, 1.5, OptionalDouble.of(0.6)))
                .returns(8, DecodingSearch::endedWanted); // 7.5, half to even
        assertThat(DecodingSearch.of(options, 0.2)).isEqualTo(DecodingSearch.samples(3, OptionalDouble.of(0.6)));
        assertThat(DecodingSearch.of(SearchOptions.DEFAULTS, 0)).isEqualTo(DecodingSearch.SINGLE);
        assertThat(DecodingSearch.of(SearchOptions.DEFAULTS, 1)).isEqualTo(DecodingSearch.SINGLE);
    }

    @Test
    void a_single_beam_needs_no_search_unless_it_is_patient() {
        assertThat(DecodingSearch.of(beams(1, OptionalDouble.empty()), 0).beams())
                .isFalse();
        assertThat(DecodingSearch.of(beams(1, OptionalDouble.of(2)), 0).beams()).isTrue();
    }

    @Test
    void options_out_of_bounds_say_what_was_expected() {
        assertThatThrownBy(() -> beams(17, OptionalDouble.empty()))
                .hasMessage("beam_size '17'; expected a whole number from 1 to 16");
        assertThatThrownBy(() -> beams(2, OptionalDouble.of(0.2)))
                .hasMessage(
                        "patience '0.2'; expected a number that, times beam_size 2, leaves a hypothesis to wait for");
    }

    private static SearchOptions beams(int size, OptionalDouble patience) {
        return new SearchOptions(OptionalInt.of(size), OptionalInt.empty(), patience, OptionalDouble.empty());
    }

    private static HypothesisRanker samples(OptionalDouble lengthPenalty) {
        return new HypothesisRanker(DecodingSearch.samples(2, lengthPenalty));
    }

    private static Hypothesis hypothesis(int tokens, double logProbability) {
        return new Hypothesis(Collections.nCopies(tokens, 9), logProbability);
    }
}
