package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.fault.FaultCode;
import dev.sotto.testing.SettableClock;
import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules that are one formula each: waiting, turns, time, names, codes. */
class SmallRulesTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void backoff_doubles_to_its_cap() {
        Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(60));
        assertThat(IntStream.rangeClosed(1, 6).mapToObj(n -> backoff.ceiling(n).toSeconds()))
                .containsExactly(5L, 10L, 20L, 40L, 60L, 60L);
        assertThat(backoff.ceiling(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void backoff_draws_evenly_from_nothing_to_the_ceiling() {
        Backoff backoff = new Backoff(Duration.ofSeconds(8), Duration.ofHours(1));
        Random random = new Random(11);
        double[] draws = IntStream.range(0, 10_000)
                .mapToDouble(i -> backoff.draw(1, random).toMillis())
                .toArray();
        assertThat(draws)
                .satisfies(all -> assertThat(DoubleStream.of(all)).allMatch(millis -> millis >= 0 && millis <= 8000));
        assertThat(IntStream.range(0, draws.length)
                        .mapToDouble(i -> draws[i])
                        .average()
                        .orElseThrow())
                .isCloseTo(4000, within(100.0));
        for (int quarter = 0; quarter < 4; quarter++) {
            int from = quarter * 2000;
            assertThat(IntStream.range(0, draws.length)
                            .filter(i -> draws[i] >= from && draws[i] < from + 2000)
                            .count())
                    .isBetween(2300L, 2700L);
        }
    }

    @Test
    void a_tenant_that_comes_late_is_served_next_and_not_before_all_others() {
        FairShare flooder = FairShare.of(500, 40_000, 10, 1);
        FairShare newcomer = FairShare.of(500, 0, 10, 1);
        assertThat(newcomer.start()).isEqualTo(500).isLessThan(flooder.start());
    }

    @Test
    void twice_the_weight_advances_half_as_fast() {
        assertThat(FairShare.of(0, 0, 60, 2).finish()).isEqualTo(30);
        assertThat(FairShare.of(0, 0, 0, 1).finish()).isEqualTo(FairShare.COST_SECONDS_MIN);
    }

    @Test
    void a_wall_clock_that_jumps_an_hour_moves_time_by_a_tenth_of_what_passes() {
        for (int hours : new int[] {1, -1}) {
            SettableClock wall = new SettableClock(START);
            AtomicLong nanos = new AtomicLong(5);
            SteadyClock clock = new SteadyClock(wall, nanos::get);
            wall.advance(Duration.ofHours(hours));
            assertThat(clock.instant()).isEqualTo(START);
            pass(wall, nanos, Duration.ofSeconds(30));
            assertThat(clock.instant()).isEqualTo(START.plusSeconds(30 + 3 * hours));
        }
    }

    @Test
    void time_follows_a_wall_clock_that_is_steady_and_comes_home_to_one_that_jumped() {
        SettableClock wall = new SettableClock(START);
        AtomicLong nanos = new AtomicLong();
        SteadyClock clock = new SteadyClock(wall, nanos::get);
        wall.advance(Duration.ofMinutes(-6));
        Instant last = clock.instant();
        for (int minute = 0; minute < 60; minute++) {
            pass(wall, nanos, Duration.ofMinutes(1));
            Instant now = clock.instant();
            assertThat(now).isAfter(last);
            last = now;
        }
        assertThat(last).isEqualTo(wall.instant());
    }

    @Test
    void names_are_26_letters_and_no_two_alike() {
        Random random = new Random(3);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String name = RandomName.draw(random);
            assertThat(name).matches("[0-9a-hjkmnp-tv-z]{26}");
            names.add(name);
        }
        assertThat(names).hasSize(10_000);
    }

    @ParameterizedTest
    @EnumSource(FaultCode.class)
    void a_fault_is_read_back_by_the_name_under_which_it_is_stored(FaultCode code) {
        assertThat(FaultCode.named(code.wireName())).isEqualTo(code);
        assertThat(FaultCode.named(code.wireName() + "_of_a_newer_version")).isEqualTo(FaultCode.INTERNAL);
    }

    @Test
    void a_long_message_is_cut() {
        assertThat(new JobFailure(FaultCode.INTERNAL, "x".repeat(5000)).message())
                .hasSize(JobFailure.MESSAGE_CHARACTERS_MAX);
    }

    private static void pass(SettableClock wall, AtomicLong nanos, Duration length) {
        wall.advance(length);
        nanos.addAndGet(length.toNanos());
    }

    @Test
    void an_error_code_of_a_newer_version_keeps_no_job_from_being_read() {
        for (FaultCode code : FaultCode.values()) {
            assertThat(FaultCode.named(code.wireName())).isEqualTo(code);
        }
        assertThat(FaultCode.named("of_tomorrow")).isEqualTo(FaultCode.INTERNAL);
    }

    @Test
    void work_is_interactive_if_it_is_short_or_somebody_waits_for_it() {
        ShortWork rule = new ShortWork(60);
        assertThat(rule.classOf(60, false)).isEqualTo(WorkClass.INTERACTIVE);
        assertThat(rule.classOf(60.5, false)).isEqualTo(WorkClass.BULK);
        assertThat(rule.classOf(7200, true)).isEqualTo(WorkClass.INTERACTIVE);
        assertThat(rule.classOf(0, false)).as("of unknown length").isEqualTo(WorkClass.BULK);
    }
}
