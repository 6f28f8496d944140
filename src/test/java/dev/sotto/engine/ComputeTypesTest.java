package dev.sotto.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.model.Dimensions;
import dev.sotto.testing.SettableClock;
import dev.sotto.torch.ComputeType;
import dev.sotto.torch.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComputeTypesTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Dimensions BASE = dimensions(512, 6);
    private static final Dimensions TINY = dimensions(384, 4);
    private static final Map<ComputeType, Double> AS_EXPECTED = round(400, 380, 200);
    private static final Map<ComputeType, Double> OTHERWISE = round(100, 380, 200);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(NOON);
    private final Bench bench = new Bench();

    /** A bench that answers by script; a round takes 100 ms of the clock. */
    private final class Bench implements TypeBench {
        private Processor processor = new Processor("X 1", Set.of("avx2", "avx512_vnni"));
        private String kernels = "libtorch-1";
        private IntFunction<Map<ComputeType, Double>> answer = round -> AS_EXPECTED;
        private int roundMillis = 100;
        private int opened;
        private int closed;
        private int rounds;

        @Override
        public Processor processor() {
            return processor;
        }

        @Override
        public List<ComputeType> candidates() {
            return List.of(ComputeType.FLOAT32, ComputeType.FLOAT16, ComputeType.INT8);
        }

        @Override
        public String kernels() {
            return kernels;
        }

        @Override
        public Rounds open(Dimensions dimensions) {
            opened++;
            return new Rounds() {
                @Override
                public Map<ComputeType, Double> round() {
                    clock.advance(Duration.ofMillis(roundMillis));
                    return answer.apply(rounds++);
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }

    private ComputeTypes start() {
        return start(folder);
    }

    private ComputeTypes start(Path data) {
        Instant begin = clock.instant();
        return new ComputeTypes(new FindingFile(data), bench, clock, () -> Duration.between(begin, clock.instant())
                .toNanos());
    }

    @Test
    void first_start_times_the_expected_type_and_later_ones_remember() {
        assertThat(start().choose("base", BASE)).isEqualTo(ComputeType.INT8);
        assertThat(start().choose("base", BASE)).isEqualTo(ComputeType.INT8);
        assertThat(bench.opened).isEqualTo(1);
        assertThat(bench.closed).isEqualTo(1);
        assertThat(bench.rounds).isEqualTo(4);
    }

    @Test
    void type_that_wins_clearly_is_chosen_and_remembered() {
        bench.answer = round -> OTHERWISE;
        assertThat(start().choose("base", BASE)).isEqualTo(ComputeType.FLOAT32);
        bench.answer = round -> AS_EXPECTED;
        assertThat(start().choose("base", BASE)).isEqualTo(ComputeType.FLOAT32);
        assertThat(bench.opened).isEqualTo(1);
    }

    @Test
    void another_shape_kernel_or_processor_is_timed_anew() {
        start().choose("base", BASE);
        start().choose("tiny", TINY);
        assertThat(bench.opened).isEqualTo(2);
        bench.kernels = "libtorch-2";
        start().choose("base", BASE);
        assertThat(bench.opened).isEqualTo(3);
        bench.processor = new Processor("X 2", Set.of("avx2", "avx512_vnni"));
        start().choose("base", BASE);
        assertThat(bench.opened).isEqualTo(4);
    }

    @Test
    void rounds_that_disagree_are_used_for_nothing_and_the_next_start_times_again() {
        bench.answer = ComputeTypesTest::disagreeing;
        ComputeTypes types = start();
        assertThat(types.choose("base", BASE)).isEqualTo(ComputeType.INT8);
        assertThat(bench.rounds).isEqualTo(ComputeTypes.START_ROUNDS_MAX);
        assertThat(types.choose("base", BASE)).isEqualTo(ComputeType.INT8);
        assertThat(bench.opened).as("within one process the text stays").isEqualTo(1);
        start().choose("base", BASE);
        assertThat(bench.opened).isEqualTo(2);
    }

    @Test
    void start_ends_its_rounds_when_its_time_is_up() {
        bench.answer = ComputeTypesTest::disagreeing;
        bench.roundMillis = 700;
        assertThat(start().choose("base", BASE)).isEqualTo(ComputeType.INT8);
        assertThat(bench.rounds).isEqualTo(3);
    }

    @Test
    void idle_moments_settle_what_the_start_left_open_for_the_next_load() {
        bench.answer = ComputeTypesTest::disagreeing;
        ComputeTypes types = start();
        types.choose("base", BASE);
        bench.answer = round -> OTHERWISE;
        types.whileIdle(() -> false);
        assertThat(bench.opened).as("too early").isEqualTo(1);
        clock.advance(Duration.ofMinutes(1));
        types.whileIdle(() -> false);
        assertThat(bench.opened).isEqualTo(2);
        clock.advance(Duration.ofDays(1));
        types.whileIdle(() -> false);
        assertThat(bench.opened).as("settled").isEqualTo(2);
        assertThat(types.choose("base", BASE)).isEqualTo(ComputeType.FLOAT32);
        assertThat(start().choose("base", BASE)).isEqualTo(ComputeType.FLOAT32);
        assertThat(bench.opened).isEqualTo(2);
    }

    @Test
    void idle_moments_are_used_a_bounded_number_of_times() {
        bench.answer = ComputeTypesTest::disagreeing;
        ComputeTypes types = start();
        types.choose("base", BASE);
        for (int hour = 0; hour < 100; hour++) {
            clock.advance(Duration.ofHours(1));
            types.whileIdle(() -> false);
        }
        assertThat(bench.opened).isEqualTo(1 + IdleTries.WAITS.size());
        assertThat(types.choose("base", BASE)).isEqualTo(ComputeType.INT8);
        assertThat(bench.opened).isEqualTo(1 + IdleTries.WAITS.size());
        assertThat(bench.closed).isEqualTo(bench.opened);
    }

    @Test
    void whoever_wants_the_engine_ends_an_idle_measurement_between_two_rounds() {
        bench.answer = ComputeTypesTest::disagreeing;
        ComputeTypes types = start();
        types.choose("base", BASE);
        int before = bench.rounds;
        clock.advance(Duration.ofMinutes(1));
        bench.answer = round -> OTHERWISE;
        types.whileIdle(() -> bench.rounds == before + 2);
        assertThat(bench.rounds).isEqualTo(before + 2);
        assertThat(bench.closed).isEqualTo(2);
        assertThat(types.choose("base", BASE)).isEqualTo(ComputeType.INT8);
    }

    @Test
    void file_of_the_version_before_is_ignored_and_replaced() throws IOException {
        Path file = folder.resolve("compute-types.properties");
        Files.writeString(file, """
                #fastest compute type by processor, library and shape of model; may be deleted
                0a1b2c3d.libtorch-2.7.1.threads-2.width-512.layers-6-6=float32
                """);
        assertThat(start().summaries()).singleElement().satisfies(told -> assertThat(told.text())
                .isEqualTo("auto: int8 is usual on AVX-512 with VNNI; not measured yet"));
        assertThat(start().choose("base", BASE)).isEqualTo(ComputeType.INT8);
        assertThat(bench.opened).isEqualTo(1);
        assertThat(Files.readString(file)).contains("version=2").doesNotContain("threads-2");
    }

    @Test
    void entry_that_cannot_be_read_is_measured_anew() throws IOException {
        start().choose("base", BASE);
        Path file = folder.resolve("compute-types.properties");
        Files.writeString(file, Files.readString(file).replace("verdict=confirmed", "verdict=certain"));
        start().choose("base", BASE);
        assertThat(bench.opened).isEqualTo(2);
        Files.writeString(file, Files.readString(file).replace("2.0 0", "2.0"));
        start().choose("base", BASE);
        assertThat(bench.opened).isEqualTo(3);
    }

    @Test
    void folder_that_cannot_be_written_is_remembered_around_within_the_process() throws IOException {
        ComputeTypes types = start(Files.createFile(folder.resolve("file")));
        assertThat(types.choose("base", BASE)).isEqualTo(ComputeType.INT8);
        assertThat(types.choose("base", BASE)).isEqualTo(ComputeType.INT8);
        assertThat(bench.opened).isEqualTo(1);
    }

    @Test
    void what_was_found_is_told_with_when_and_how_sure() {
        start().choose("base", BASE);
        bench.answer = ComputeTypesTest::disagreeing;
        start().choose("tiny", TINY);
        List<ComputeTypes.Summary> told = start().summaries();
        assertThat(told)
                .extracting(ComputeTypes.Summary::text)
                .satisfiesExactlyInAnyOrder(
                        base -> assertThat(base)
                                .isEqualTo(
                                        "auto: int8 is usual on AVX-512 with VNNI; base: int8, confirmed by 4 rounds"
                                                + " (times as long as int8: float32 2.00, float16 1.90), on 2026-11-29T12:00:00Z"),
                        tiny -> assertThat(tiny)
                                .contains("tiny: int8, unsure by 12 rounds")
                                .contains(
                                        "(times as long as int8: float32 1.25 and clearly faster in 6, float16 1.90)"));
        assertThat(told).extracting(ComputeTypes.Summary::isSure).containsExactlyInAnyOrder(true, false);
    }

    private static Map<ComputeType, Double> disagreeing(int round) {
        return round % 2 == 0 ? AS_EXPECTED : OTHERWISE;
    }

    private static Map<ComputeType, Double> round(double float32, double float16, double int8) {
        return new EnumMap<>(
                Map.of(ComputeType.FLOAT32, float32, ComputeType.FLOAT16, float16, ComputeType.INT8, int8));
    }

    private static Dimensions dimensions(int width, int layers) {
        Dimensions.Stack stack = new Dimensions.Stack(layers, width / 64, 4 * width);
        return new Dimensions(80, 1500, 448, 51865, width, stack, stack);
    }
}
