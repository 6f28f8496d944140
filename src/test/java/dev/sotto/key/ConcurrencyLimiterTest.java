package dev.sotto.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyLimiterTest {
    private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(4);

    @Test
    void one_owner_leaves_a_quarter_to_the_others() {
        for (int i = 0; i < 3; i++) {
            assertThat(acquire("anna")).isPresent();
        }
        assertThat(acquire("anna")).isEmpty();
        assertThat(acquire("bert")).isPresent();
        assertThat(acquire("bert")).isEmpty();
    }

    @Test
    void callers_without_an_owner_may_hold_all_permits() {
        for (int i = 0; i < 4; i++) {
            assertThat(limiter.acquire(Optional.empty())).isPresent();
        }
        assertThat(limiter.acquire(Optional.empty())).isEmpty();
    }

    @Test
    void permit_that_is_closed_twice_is_free_once() {
        ConcurrencyLimiter.Permit first = acquire("anna").orElseThrow();
        acquire("anna");
        acquire("anna");
        first.close();
        first.close();
        assertThat(acquire("anna")).isPresent();
        assertThat(acquire("anna")).isEmpty();
        assertThat(acquire("bert")).isPresent();
        assertThat(acquire("carl")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 7, 8, 100})
    void one_owner_alone_never_shuts_the_others_out(int max) {
        ConcurrencyLimiter some = new ConcurrencyLimiter(max);
        int taken = 0;
        while (some.acquire(Optional.of("anna")).isPresent()) {
            taken++;
        }
        assertThat(taken).isBetween(1, max - 1);
        assertThat(some.acquire(Optional.of("bert"))).isPresent();
    }

    @Test
    void asking_whether_one_is_free_takes_none() {
        ConcurrencyLimiter one = new ConcurrencyLimiter(1);
        assertThat(one.hasFree(Optional.of("anna"))).isTrue();
        assertThat(one.hasFree(Optional.of("anna"))).isTrue();
        one.acquire(Optional.of("anna"));
        assertThat(one.hasFree(Optional.of("anna"))).isFalse();
    }

    @Test
    void single_permit_is_for_whoever_comes_first() {
        ConcurrencyLimiter one = new ConcurrencyLimiter(1);
        assertThat(one.acquire(Optional.of("anna"))).isPresent();
        assertThat(one.acquire(Optional.of("bert"))).isEmpty();
    }

    @Test
    void limit_holds_under_many_threads_and_nothing_is_held_afterwards()
            throws InterruptedException, ExecutionException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> runs = IntStream.range(0, 8)
                .<Future<?>>mapToObj(thread -> threads.submit(() -> crowd(inside, most)))
                .toList();
        for (Future<?> run : runs) {
            run.get();
        }
        threads.shutdown();
        assertThat(most.get()).isBetween(1, 3);
        assertThat(limiter.ownersHolding()).isZero();
        for (int i = 0; i < 4; i++) {
            assertThat(limiter.acquire(Optional.empty())).isPresent();
        }
    }

    private void crowd(AtomicInteger inside, AtomicInteger most) {
        for (int i = 0; i < 20_000; i++) {
            Optional<ConcurrencyLimiter.Permit> permit = acquire("anna");
            if (permit.isPresent()) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                permit.get().close();
            }
        }
    }

    private Optional<ConcurrencyLimiter.Permit> acquire(String owner) {
        return limiter.acquire(Optional.of(owner));
    }
}
