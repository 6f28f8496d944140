package dev.sotto.webhook.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final CircuitBreaker circuit = new CircuitBreaker(new Random(3));

    @Test
    void fifth_failure_in_a_row_opens_it_for_half_a_minute() {
        for (int i = 1; i <= 4; i++) {
            assertThat(circuit.failed(NOON)).isFalse();
        }
        assertThat(circuit.isOpen(NOON)).isFalse();
        assertThat(circuit.failed(NOON)).isTrue();
        assertThat(circuit.isOpen(NOON)).isTrue();
        assertThat(Duration.between(NOON, circuit.openUntil()))
                .isBetween(Duration.ofSeconds(24), Duration.ofSeconds(36));
        assertThat(circuit.isOpen(circuit.openUntil())).isFalse();
        assertThat(circuit.isHalfOpen(circuit.openUntil())).isTrue();
    }

    @Test
    void success_in_between_starts_the_count_again() {
        for (int i = 0; i < 40; i++) {
            if (i % 4 == 0) {
                circuit.succeeded();
            }
            assertThat(circuit.failed(NOON)).isFalse();
        }
    }

    @Test
    void each_failed_probe_doubles_the_pause_up_to_ten_minutes_and_a_good_one_closes_it() {
        Instant now = open(NOON);
        Duration expected = CircuitBreaker.PAUSE_FIRST;
        for (int probe = 0; probe < 12; probe++) {
            Duration doubled = expected.multipliedBy(2);
            expected = doubled.compareTo(CircuitBreaker.PAUSE_MAX) < 0 ? doubled : CircuitBreaker.PAUSE_MAX;
            assertThat(circuit.failed(now)).isTrue();
            double share = (double) Duration.between(now, circuit.openUntil()).toMillis() / expected.toMillis();
            assertThat(share).isBetween(0.8, 1.2);
            now = circuit.openUntil();
        }
        circuit.succeeded();
        assertThat(circuit.isHalfOpen(now)).isFalse();
        assertThat(circuit.isClean()).isTrue();
        now = open(now);
        assertThat(circuit.isOpen(now.minus(Duration.ofSeconds(37)))).isFalse();
    }

    @Test
    void late_failures_of_attempts_from_before_it_opened_do_not_prolong_the_pause() {
        open(NOON);
        Instant until = circuit.openUntil();
        assertThat(circuit.failed(NOON.plusSeconds(10))).isFalse();
        assertThat(circuit.openUntil()).isEqualTo(until);
    }

    @Test
    void clock_set_back_does_not_keep_it_open() {
        open(NOON);
        assertThat(circuit.isOpen(NOON.minus(Duration.ofHours(1)))).isFalse();
    }

    /** Opens it and gives the instant at which it is half open. */
    private Instant open(Instant now) {
        for (int i = 0; i < CircuitBreaker.FAILURES_MAX; i++) {
            circuit.failed(now);
        }
        return circuit.openUntil();
    }
}
