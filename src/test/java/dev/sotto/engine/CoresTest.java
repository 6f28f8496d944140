package dev.sotto.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {
    private static final List<String> TWO_CORES_OF_TWO_THREADS = List.of(
            "processor\t: 0",
            "physical id\t: 0",
            "core id\t\t: 0",
            "",
            "processor\t: 1",
            "physical id\t: 0",
            "core id\t\t: 1",
            "",
            "processor\t: 2",
            "physical id\t: 0",
            "core id\t\t: 0",
            "",
            "processor\t: 3",
            "physical id\t: 0",
            "core id\t\t: 1",
            "");

    @Test
    void threads_of_one_core_count_once() {
        assertThat(Cores.real(TWO_CORES_OF_TWO_THREADS, 4)).isEqualTo(2);
    }

    @Test
    void a_limit_below_the_cores_holds() {
        assertThat(Cores.real(TWO_CORES_OF_TWO_THREADS, 1)).isEqualTo(1);
    }

    @Test
    void a_description_without_cores_counts_what_is_allowed() {
        assertThat(Cores.real(List.of("processor\t: 0", "BogoMIPS\t: 50"), 3)).isEqualTo(3);
    }
}
