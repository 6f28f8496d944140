package dev.sotto.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.engine.TypeFinding.Verdict;
import dev.sotto.torch.ComputeType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TypeComparisonTest {
    private static final List<ComputeType> CANDIDATES =
            List.of(ComputeType.FLOAT32, ComputeType.FLOAT16, ComputeType.INT8);
    private static final int STARTS = 5_000;

    private final TypeComparison comparison = new TypeComparison(ComputeType.INT8, CANDIDATES);

    @Test
    void four_clear_rounds_confirm_the_expected_type() {
        add(400, 380, 200);
        add(400, 380, 200);
        add(400, 380, 200);
        assertThat(comparison.isDecided()).isFalse();
        add(400, 380, 200);
        assertThat(comparison.isDecided()).isTrue();
        TypeFinding finding = comparison.finding();
        assertThat(finding.chosen()).isEqualTo(ComputeType.INT8);
        assertThat(finding.verdict()).isEqualTo(Verdict.CONFIRMED);
        assertThat(finding.rivals().get(ComputeType.FLOAT32)).isEqualTo(new TypeFinding.Rival(2.0, 0));
    }

    @Test
    void a_type_that_is_nearly_as_fast_does_not_overturn_and_takes_five_rounds() {
        for (int i = 0; i < 4; i++) {
            add(180, 190, 200);
        }
        assertThat(comparison.isDecided()).isFalse();
        add(180, 190, 200);
        assertThat(comparison.finding().verdict()).isEqualTo(Verdict.CONFIRMED);
        assertThat(comparison.finding().chosen()).isEqualTo(ComputeType.INT8);
    }

    @Test
    void another_type_overturns_by_the_margin_in_eight_rounds() {
        for (int i = 0; i < 7; i++) {
            add(100, 180, 200);
        }
        assertThat(comparison.finding().verdict()).isEqualTo(Verdict.UNSURE);
        assertThat(comparison.finding().chosen()).isEqualTo(ComputeType.INT8);
        add(100, 180, 200);
        assertThat(comparison.finding().verdict()).isEqualTo(Verdict.OVERTURNED);
        assertThat(comparison.finding().chosen()).isEqualTo(ComputeType.FLOAT32);
    }

    @Test
    void of_two_that_overturn_the_faster_is_chosen() {
        for (int i = 0; i < 8; i++) {
            add(150, 100, 200);
        }
        assertThat(comparison.finding().chosen()).isEqualTo(ComputeType.FLOAT16);
    }

    @Test
    void rounds_that_disagree_leave_the_expected_type_unsure() {
        for (int i = 0; i < 12; i++) {
            add(i % 2 == 0 ? 100 : 400, 380, 200);
            assertThat(comparison.isDecided()).isFalse();
        }
        assertThat(comparison.finding().verdict()).isEqualTo(Verdict.UNSURE);
        assertThat(comparison.finding().chosen()).isEqualTo(ComputeType.INT8);
    }

    @Test
    void a_wrong_first_round_costs_more_rounds_and_not_the_choice() {
        add(50, 60, 900);
        for (int i = 0; i < 4; i++) {
            add(400, 380, 200);
        }
        assertThat(comparison.isDecided()).isFalse();
        add(400, 380, 200);
        assertThat(comparison.finding().verdict()).isEqualTo(Verdict.CONFIRMED);
    }

    @Test
    void slowdown_of_the_whole_run_changes_nothing() {
        for (int i = 1; i <= 4; i++) {
            add(400 * i, 380 * i, 200 * i);
        }
        assertThat(comparison.finding().verdict()).isEqualTo(Verdict.CONFIRMED);
        assertThat(comparison.finding().rivals().get(ComputeType.FLOAT32).timesAsLong())
                .isEqualTo(2.0);
    }

    @Test
    void only_type_is_confirmed_without_rounds() {
        TypeComparison alone = new TypeComparison(ComputeType.FLOAT32, List.of(ComputeType.FLOAT32));
        assertThat(alone.isDecided()).isTrue();
        assertThat(alone.finding().verdict()).isEqualTo(Verdict.CONFIRMED);
    }

    @Test
    void no_round_is_unsure_and_a_round_without_a_candidate_is_refused() {
        assertThat(comparison.finding().verdict()).isEqualTo(Verdict.UNSURE);
        comparison.add(Map.of(ComputeType.INT8, 1.0));
        assertThatThrownBy(comparison::finding).isInstanceOf(IllegalArgumentException.class);
    }

    /** The table is right: its type takes 1, the rival 1.3. */
    @Test
    void of_noisy_starts_fewer_than_one_in_a_thousand_choose_a_type_1_3_times_slower_than_the_expected() {
        for (Noise noise : Noise.values()) {
            Outcomes outcomes = simulate(noise, 1.3);
            assertThat(outcomes.rivalChosen()).as(noise + " " + outcomes).isLessThan(STARTS / 1000);
        }
    }

    /** The table is wrong: its type takes 1.3 times as long as the rival. What is unsure is asked again later. */
    @Test
    void
            of_noisy_starts_on_which_the_table_is_wrong_fewer_than_one_in_eight_follow_it_and_one_in_a_thousand_remember_it() {
        for (Noise noise : Noise.values()) {
            Outcomes outcomes = simulate(noise, 1 / 1.3);
            boolean isAll = noise == Noise.ALL;
            assertThat(STARTS - outcomes.rivalChosen())
                    .as(noise + " " + outcomes)
                    .isLessThan(STARTS / (isAll ? 2 : 8));
            assertThat(outcomes.expectedConfirmed())
                    .as(noise + " " + outcomes)
                    .isLessThan(STARTS / (isAll ? 50 : 1000));
        }
    }

    private enum Noise {
        NONE,
        /** A tenth of all timings takes 1.2 to 4 times as long. */
        BURSTS,
        /** One type is disturbed in a row of one to three rounds. */
        BURST_ON_ONE_TYPE,
        /** All of the run is 1 to 5 times slower, and each timing off by a few hundredths. */
        SLOW_RUN,
        /** In the first round anything may be seen. */
        WRONG_FIRST_ROUND,
        ALL
    }

    private record Outcomes(int rivalChosen, int expectedConfirmed, int unsure) {}

    private static Outcomes simulate(Noise noise, double rivalTime) {
        Random random = new Random(20261129);
        int rivalChosen = 0;
        int confirmed = 0;
        int unsure = 0;
        for (int start = 0; start < STARTS; start++) {
            TypeFinding finding = new NoisyStart(noise, rivalTime, random).run();
            rivalChosen += finding.chosen() == ComputeType.FLOAT32 ? 1 : 0;
            confirmed += finding.verdict() == Verdict.CONFIRMED ? 1 : 0;
            unsure += finding.verdict() == Verdict.UNSURE ? 1 : 0;
        }
        return new Outcomes(rivalChosen, confirmed, unsure);
    }

    /** Two types, timed under noise as often as a start times them. */
    private static final class NoisyStart {
        private final Noise noise;
        private final Random random;
        private final Map<ComputeType, Double> quiet;
        private final double slowdown;
        private final ComputeType disturbed;
        private final int disturbedFrom;
        private final int disturbedTo;

        NoisyStart(Noise noise, double rivalTime, Random random) {
            this.noise = noise;
            this.random = random;
            this.quiet = Map.of(ComputeType.INT8, 1.0, ComputeType.FLOAT32, rivalTime);
            this.slowdown = is(Noise.SLOW_RUN) ? 1 + 4 * random.nextDouble() : 1;
            this.disturbed = random.nextBoolean() ? ComputeType.INT8 : ComputeType.FLOAT32;
            this.disturbedFrom = random.nextInt(ComputeTypes.START_ROUNDS_MAX);
            this.disturbedTo = disturbedFrom + 1 + random.nextInt(3);
        }

        private boolean is(Noise kind) {
            return noise == kind || noise == Noise.ALL;
        }

        TypeFinding run() {
            TypeComparison judged =
                    new TypeComparison(ComputeType.INT8, List.of(ComputeType.FLOAT32, ComputeType.INT8));
            for (int round = 0; round < ComputeTypes.START_ROUNDS_MAX && !judged.isDecided(); round++) {
                Map<ComputeType, Double> times = new EnumMap<>(ComputeType.class);
                for (ComputeType type : quiet.keySet()) {
                    times.put(type, quiet.get(type) * slowdown * factor(round, type));
                }
                judged.add(times);
            }
            return judged.finding();
        }

        private double factor(int round, ComputeType type) {
            double factor = noise == Noise.NONE ? 1 : Math.exp(0.03 * random.nextGaussian());
            if (is(Noise.BURSTS) && random.nextInt(10) == 0) {
                factor *= 1.2 + 2.8 * random.nextDouble();
            }
            if (is(Noise.BURST_ON_ONE_TYPE) && type == disturbed && round >= disturbedFrom && round < disturbedTo) {
                factor *= 2 + random.nextDouble();
            }
            if (is(Noise.WRONG_FIRST_ROUND) && round == 0) {
                factor *= Math.exp(random.nextGaussian());
            }
            return factor;
        }
    }

    private void add(double float32, double float16, double int8) {
        comparison.add(Map.of(ComputeType.FLOAT32, float32, ComputeType.FLOAT16, float16, ComputeType.INT8, int8));
    }
}
