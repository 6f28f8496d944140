package dev.sotto.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final Instant TEN_TO_MIDNIGHT = Instant.parse("2026-11-25T23:50:00Z");

    @Test
    void last_job_of_a_day_may_overdraw_and_the_next_waits_until_utc_midnight() {
        DailyQuota quota = DailyQuota.startedAt(TEN_TO_MIDNIGHT).charged(3599, TEN_TO_MIDNIGHT);
        Admission last = quota.admit(3600, TEN_TO_MIDNIGHT);
        assertThat(last.isAdmitted()).isTrue();
        assertThat(last.remaining()).isEqualTo(1);

        Admission refused = quota.charged(100, TEN_TO_MIDNIGHT).admit(3600, TEN_TO_MIDNIGHT);
        assertThat(refused.isAdmitted()).isFalse();
        assertThat(refused.remaining()).isZero();
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(refused.headers("audio-seconds"))
                .containsEntry("x-ratelimit-limit-audio-seconds", "3600")
                .containsEntry("x-ratelimit-reset-audio-seconds", "600s")
                .containsEntry("retry-after", "120");
    }

    @Test
    void new_day_begins_at_nothing_used() {
        DailyQuota quota = DailyQuota.startedAt(TEN_TO_MIDNIGHT).charged(5000, TEN_TO_MIDNIGHT);
        Instant midnight = TEN_TO_MIDNIGHT.plus(Duration.ofMinutes(10));
        assertThat(quota.admit(3600, midnight.minusNanos(1)).isAdmitted()).isFalse();
        assertThat(quota.admit(3600, midnight).remaining()).isEqualTo(3600);
        assertThat(quota.charged(5, midnight).usedSeconds()).isEqualTo(5);
    }

    @Test
    void clock_set_back_a_day_gives_no_second_allowance() {
        DailyQuota quota = DailyQuota.startedAt(TEN_TO_MIDNIGHT).charged(5000, TEN_TO_MIDNIGHT);
        assertThat(quota.admit(3600, TEN_TO_MIDNIGHT.minus(Duration.ofDays(1))).isAdmitted())
                .isFalse();
    }

    @Test
    void refund_gives_back_and_never_more_than_was_used() {
        DailyQuota quota = DailyQuota.startedAt(TEN_TO_MIDNIGHT).charged(100, TEN_TO_MIDNIGHT);
        assertThat(quota.charged(-40, TEN_TO_MIDNIGHT).usedSeconds()).isEqualTo(60);
        assertThat(quota.charged(-400, TEN_TO_MIDNIGHT).usedSeconds()).isZero();
    }

    @Test
    void gate_lets_so_many_in_and_a_permit_closed_twice_counts_once() {
        ConcurrencyGate gate = new ConcurrencyGate();
        ConcurrencyGate.Permit first = gate.enter("a", 2).orElseThrow();
        assertThat(gate.enter("a", 2)).isPresent();
        assertThat(gate.enter("a", 2)).isEmpty();
        assertThat(gate.enter("b", 2)).isPresent();
        first.close();
        first.close();
        assertThat(gate.enter("a", 2)).isPresent();
        assertThat(gate.enter("a", 2)).isEmpty();
        assertThat(gate.enter("c", 0)).isEmpty();
    }

    @Test
    void gate_holds_under_many_threads_and_is_empty_afterwards() throws InterruptedException, ExecutionException {
        ConcurrencyGate gate = new ConcurrencyGate();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> runs = IntStream.range(0, 8)
                .<Future<?>>mapToObj(thread -> threads.submit(() -> crowd(gate, inside, most)))
                .toList();
        for (Future<?> run : runs) {
            run.get();
        }
        threads.shutdown();
        assertThat(most.get()).isBetween(1, 3);
        assertThat(gate.keysHeld()).isZero();
    }

    private static void crowd(ConcurrencyGate gate, AtomicInteger inside, AtomicInteger most) {
        for (int i = 0; i < 20_000; i++) {
            Optional<ConcurrencyGate.Permit> permit = gate.enter("a", 3);
            if (permit.isPresent()) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                permit.get().close();
            }
        }
    }
}
