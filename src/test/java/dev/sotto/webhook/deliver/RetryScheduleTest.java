package dev.sotto.webhook.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.DoubleSummaryStatistics;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final Random random = new Random(7);

    @Test
    void standard_schedule_makes_ten_attempts_over_more_than_three_days() {
        Duration total = RetrySchedule.STANDARD.waits().stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(RetrySchedule.STANDARD.waits()).hasSize(9);
        assertThat(total).isGreaterThan(Duration.ofDays(3)).isLessThan(Duration.ofDays(4));
        assertThat(RetrySchedule.STANDARD.waitAfter(9, Optional.empty(), random))
                .isPresent();
        assertThat(RetrySchedule.STANDARD.waitAfter(10, Optional.empty(), random))
                .isEmpty();
    }

    @Test
    void every_wait_is_drawn_evenly_within_a_fifth_of_its_length() {
        for (int made = 1; made <= 9; made++) {
            double step = RetrySchedule.STANDARD.waits().get(made - 1).toMillis();
            DoubleSummaryStatistics shares = new DoubleSummaryStatistics();
            for (int draw = 0; draw < 2000; draw++) {
                shares.accept(RetrySchedule.STANDARD
                                .waitAfter(made, Optional.empty(), random)
                                .orElseThrow()
                                .toMillis()
                        / step);
            }
            assertThat(shares.getMin()).isBetween(0.8, 0.81);
            assertThat(shares.getMax()).isBetween(1.19, 1.2);
            assertThat(shares.getAverage()).isBetween(0.99, 1.01);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,0,4000,6000", "1,8,8000,8000", "1,60,10000,10000", "2,1,240000,360000", "2,900,600000,600000"})
    void retry_after_lengthens_a_wait_up_to_twice_and_never_shortens_it(int made, int asked, long min, long max) {
        for (int draw = 0; draw < 200; draw++) {
            Duration wait = RetrySchedule.STANDARD
                    .waitAfter(made, Optional.of(Duration.ofSeconds(asked)), random)
                    .orElseThrow();
            assertThat(wait.toMillis()).isBetween(min, max);
        }
    }

    @Test
    void retry_after_is_read_as_seconds_or_as_a_date() {
        assertThat(RetryAfter.parse("120", NOW)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse(" 0 ", NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("Wed, 25 Nov 2026 12:01:30 GMT", NOW)).contains(Duration.ofSeconds(90));
        assertThat(RetryAfter.parse("Wed, 25 Nov 2026 11:00:00 GMT", NOW)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-5", "1.5", "soon", "99999999999999999999", "25 Nov 2026", "١٢٠"})
    void retry_after_in_any_other_form_counts_as_absent(String text) {
        assertThat(RetryAfter.parse(text, NOW)).isEmpty();
    }
}
