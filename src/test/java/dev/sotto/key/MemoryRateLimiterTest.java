package dev.sotto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryRateLimiterTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final RequestRate SIXTY = RequestRate.perMinute(60);

    private final MemoryRateLimiter limiter = new MemoryRateLimiter(1000);

    @Test
    void whole_burst_passes_at_once_and_the_next_one_waits_an_interval() {
        for (int left = 59; left >= 0; left--) {
            Admission admission = limiter.admit("a", SIXTY, NOON);
            assertThat(admission.isAdmitted()).isTrue();
            assertThat(admission.remaining()).isEqualTo(left);
            assertThat(admission.retryAfter()).isZero();
        }
        Admission refused = limiter.admit("a", SIXTY, NOON);
        assertThat(refused.isAdmitted()).isFalse();
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(refused.resetAfter()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void retry_after_is_exact_to_the_nanosecond() {
        exhaust("a");
        Duration wait = limiter.admit("a", SIXTY, NOON.plusNanos(7)).retryAfter();
        Instant allowed = NOON.plusNanos(7).plus(wait);
        assertThat(limiter.admit("a", SIXTY, allowed.minusNanos(1)).isAdmitted())
                .isFalse();
        assertThat(limiter.admit("a", SIXTY, allowed).isAdmitted()).isTrue();
    }

    @Test
    void refused_requests_cost_nothing() {
        exhaust("a");
        for (int i = 0; i < 500; i++) {
            assertThat(limiter.admit("a", SIXTY, NOON).retryAfter()).isEqualTo(Duration.ofSeconds(1));
        }
        assertThat(limiter.admit("a", SIXTY, NOON.plusSeconds(1)).isAdmitted()).isTrue();
    }

    @Test
    void one_key_takes_nothing_from_another() {
        exhaust("a");
        assertThat(limiter.admit("b", SIXTY, NOON).remaining()).isEqualTo(59);
    }

    @Test
    void steady_flood_passes_at_the_rate_without_drift() {
        exhaust("a");
        int passed = 0;
        for (int millis = 1; millis <= 600_000; millis += 10) {
            passed += limiter.admit("a", SIXTY, NOON.plusMillis(millis)).isAdmitted() ? 1 : 0;
        }
        assertThat(passed).isBetween(599, 600);
    }

    /** Held against the definition: in any period no more than the burst and what refills meanwhile. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void random_arrivals_never_pass_more_than_the_definition_allows_nor_wait_in_vain(long seed) {
        Random random = new Random(seed);
        RequestRate rate = new RequestRate(1 + random.nextInt(50), Duration.ofSeconds(10), 1 + random.nextInt(20));
        List<Instant> passed = new ArrayList<>();
        Instant now = NOON;
        for (int i = 0; i < 2000; i++) {
            now = now.plusMillis(random.nextInt(500));
            Admission admission = limiter.admit("a", rate, now);
            if (admission.isAdmitted()) {
                passed.add(now);
            } else {
                assertThat(admission.retryAfter()).isPositive().isLessThanOrEqualTo(rate.interval());
            }
        }
        for (int first = 0; first < passed.size(); first++) {
            for (int last = first; last < Math.min(passed.size(), first + 60); last++) {
                Duration span = Duration.between(passed.get(first), passed.get(last));
                long most = rate.burst() + span.dividedBy(rate.interval());
                assertThat((long) last - first + 1).isLessThanOrEqualTo(most);
            }
        }
    }

    @Test
    void clock_set_back_an_hour_locks_nobody_out_longer_than_a_refill() {
        exhaust("a");
        Instant back = NOON.minus(Duration.ofHours(1));
        Admission refused = limiter.admit("a", SIXTY, back);
        assertThat(refused.retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(limiter.admit("a", SIXTY, back.plusSeconds(1)).isAdmitted()).isTrue();
    }

    @Test
    void memory_is_bounded_and_keys_with_a_full_allowance_are_let_go() {
        MemoryRateLimiter small = new MemoryRateLimiter(100);
        for (int i = 0; i < 10_000; i++) {
            small.admit("key" + i, SIXTY, NOON);
            assertThat(small.keysHeld()).isEqualTo(Math.min(i + 1, 100));
        }
        for (int i = 0; i < 60; i++) {
            small.admit("other", SIXTY, NOON.plus(Duration.ofHours(1)));
        }
        assertThat(small.keysHeld()).isEqualTo(1);
    }

    @Test
    void headers_tell_limit_rest_and_wait_in_whole_seconds_rounded_up() {
        RequestRate rate = new RequestRate(2, Duration.ofSeconds(5), 2);
        limiter.admit("a", rate, NOON);
        assertThat(limiter.admit("a", rate, NOON).headers("requests"))
                .containsExactly(
                        Map.entry("x-ratelimit-limit-requests", "2"),
                        Map.entry("x-ratelimit-remaining-requests", "0"),
                        Map.entry("x-ratelimit-reset-requests", "5s"));
        assertThat(limiter.admit("a", rate, NOON).headers("requests")).containsEntry("retry-after", "3");
        assertThat(limiter.admit("a", rate, NOON.plusMillis(2499)).headers("requests"))
                .containsEntry("retry-after", "1");
    }

    @Test
    void limiter_of_a_single_key_holds_that_one() {
        MemoryRateLimiter single = new MemoryRateLimiter(1);
        single.admit("a", SIXTY, NOON);
        single.admit("b", SIXTY, NOON);
        assertThat(single.admit("b", SIXTY, NOON).remaining()).isEqualTo(58);
        assertThat(single.keysHeld()).isEqualTo(1);
    }

    @Test
    void rate_of_a_minute_lets_all_of_it_come_at_once() {
        assertThat(RequestRate.perMinute(60)).isEqualTo(new RequestRate(60, Duration.ofMinutes(1), 60));
    }

    @Test
    void rate_of_nothing_is_refused() {
        assertThatThrownBy(() -> RequestRate.perMinute(0)).hasMessageContaining("0 requests");
        assertThatThrownBy(() -> new RequestRate(1, Duration.ZERO, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RequestRate(1, Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MemoryRateLimiter(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private void exhaust(String key) {
        for (int i = 0; i < 60; i++) {
            limiter.admit(key, SIXTY, NOON);
        }
    }
}
