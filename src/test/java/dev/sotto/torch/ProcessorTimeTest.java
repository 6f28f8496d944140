package dev.sotto.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    @Test
    void clock_that_moves_in_small_steps_is_fine() {
        assertThat(ProcessorTime.isFine(System::nanoTime)).isTrue();
    }

    @Test
    void clock_of_coarse_ticks_and_one_that_stands_are_not() {
        long tick = TimeUnit.MILLISECONDS.toNanos(10);
        assertThat(ProcessorTime.isFine(() -> System.nanoTime() / tick * tick)).isFalse();
        assertThat(ProcessorTime.isFine(() -> 0)).isFalse();
    }
}
