package dev.sotto.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.whisper.slot.SlotBudget;
import org.junit.jupiter.api.Test;

class MemoryShareTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final long BASE_WEIGHTS = 72_000_000;

    @Test
    void a_machine_with_enough_memory_has_lanes_of_the_usual_measure() {
        assertThat(new MemoryShare(16 * GIBIBYTE, 1).laneBytes(BASE_WEIGHTS)).isEqualTo(SlotBudget.DEFAULT_LANE_BYTES);
    }

    @Test
    void both_lanes_fit_into_what_a_container_has_left_beside_program_and_weights() {
        MemoryShare memory = new MemoryShare(2 * GIBIBYTE, 1);
        long lane = memory.laneBytes(BASE_WEIGHTS);
        assertThat(lane).isBetween(512L << 20, 600L << 20);
        assertThat(ModelMemory.BASE_BYTES + BASE_WEIGHTS + 2 * lane).isLessThanOrEqualTo(2 * GIBIBYTE);
    }

    @Test
    void several_models_share_what_is_left() {
        long alone = new MemoryShare(2 * GIBIBYTE, 1).laneBytes(BASE_WEIGHTS);
        assertThat(new MemoryShare(2 * GIBIBYTE, 2).laneBytes(BASE_WEIGHTS)).isLessThan(alone / 2);
    }

    @Test
    void where_nothing_is_left_a_lane_keeps_its_one_slot() {
        MemoryShare memory = new MemoryShare(512L << 20, 1);
        assertThat(memory.laneBytes(BASE_WEIGHTS)).isZero();
        assertThat(memory.isTight(BASE_WEIGHTS)).isTrue();
        assertThat(memory.refusal("base", BASE_WEIGHTS)).isEmpty();
    }

    @Test
    void weights_that_are_more_than_all_memory_are_refused_with_both_numbers() {
        assertThat(new MemoryShare(GIBIBYTE, 1).refusal("large-v3", 6 * GIBIBYTE))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("the weights of large-v3 take 6144 MiB", "has 1024 MiB", "use a smaller model"));
    }

    @Test
    void this_process_knows_its_memory() {
        assertThat(MemoryShare.totalBytesOfProcess()).isGreaterThan(256L << 20);
        assertThat(Cores.limits()).matches("\\d+ MiB may be used, of which by Java's heap \\d+ MiB; \\d+ processors");
    }
}
