package dev.sotto.webhook.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Keeps a receiver that is down from being asked in vain. Closed: asked freely. After a run of failures open: not asked
 * until a pause has passed. Then half open: one is sent, whose outcome closes it or opens it for twice as long. Confined
 * to the thread of the {@link Dispatcher}.
 */
final class CircuitBreaker {
    /** Failures in a row that open it. */
    static final int FAILURES_MAX = 5;

    static final Duration PAUSE_FIRST = Duration.ofSeconds(30);
    static final Duration PAUSE_MAX = Duration.ofMinutes(10);
    private static final double JITTER = 0.2;

    private final RandomGenerator random;
    private int failures;
    private Duration pause = Duration.ZERO;
    private Instant openUntil = Instant.MIN;
    private Instant openedAt = Instant.MIN;

    CircuitBreaker(RandomGenerator random) {
        this.random = random;
    }

    boolean isOpen(Instant now) {
        // A clock set back behind the opening must not lengthen the pause.
        return failures >= FAILURES_MAX && now.isBefore(openUntil) && !now.isBefore(openedAt);
    }

    /** Only one may be under way. */
    boolean isHalfOpen(Instant now) {
        return failures >= FAILURES_MAX && !isOpen(now);
    }

    /** No failure since the last success. */
    boolean isClean() {
        return failures == 0;
    }

    Instant openUntil() {
        return openUntil;
    }

    void succeeded() {
        failures = 0;
        pause = Duration.ZERO;
        openUntil = Instant.MIN;
        openedAt = Instant.MIN;
    }

    /**
     * Counts a failure.
     *
     * @return true if this failure opened it, anew or for the first time
     */
    boolean failed(Instant now) {
        if (isOpen(now)) {
            return false; // an attempt from before it opened
        }
        failures = Math.min(FAILURES_MAX, failures + 1);
        if (failures < FAILURES_MAX) {
            return false;
        }
        pause = next(pause);
        openedAt = now;
        openUntil = now.plus(Jitter.around(pause, JITTER, random));
        return true;
    }

    private static Duration next(Duration pause) {
        Duration doubled = pause.isZero() ? PAUSE_FIRST : pause.multipliedBy(2);
        return doubled.compareTo(PAUSE_MAX) < 0 ? doubled : PAUSE_MAX;
    }
}
