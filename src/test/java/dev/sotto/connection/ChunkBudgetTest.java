package dev.sotto.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChunkBudgetTest {
    private long nanos;
    private final ChunkBudget budget = new ChunkBudget(() -> nanos);

    @Test
    void small_chunks_of_an_ordinary_client_never_wait() {
        for (int i = 0; i < 100_000; i++) {
            nanos += TimeUnit.MICROSECONDS.toNanos(60);
            assertThat(budget.take(1)).isZero();
        }
    }

    @Test
    void large_chunks_cost_nothing_however_many_they_are() {
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(budget.take(ChunkBudget.SMALL_BYTES)).isZero();
        }
        assertThat(budget.take(1)).isZero();
    }

    @Test
    void flood_waits_as_long_as_it_takes_to_be_within_the_budget_again() {
        long wait = 0;
        int taken = 0;
        while (wait == 0) {
            wait = budget.take(1);
            taken++;
        }
        assertThat(taken).isEqualTo(ChunkBudget.CHUNKS_A_SECOND / 20 + 1);
        assertThat(wait).isEqualTo(10);
        for (int i = 0; i < ChunkBudget.CHUNKS_A_SECOND; i++) {
            wait = budget.take(1);
        }
        assertThat(wait).isEqualTo(1010);
        nanos += TimeUnit.MILLISECONDS.toNanos(wait);
        assertThat(budget.take(1)).isZero();
    }
}
