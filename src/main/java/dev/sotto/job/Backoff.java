package dev.sotto.job;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: exponential with full jitter, so that jobs that failed together do not come
 * back together.
 *
 * @param first the longest wait after the first failure
 * @param max the longest wait ever
 */
public record Backoff(Duration first, Duration max) {
    private static final int DOUBLINGS_MAX = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "backoff from %s to %s; expected 0 < first <= max".formatted(first, max));
        }
    }

    /**
     * Draws evenly from 0 to {@link #ceiling}.
     *
     * @param failures passed so far, at least 1
     */
    public Duration draw(int failures, RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(ceiling(failures).toMillis() + 1));
    }

    /** {@code min(max, first * 2^(failures - 1))}. */
    public Duration ceiling(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("backoff after %d failures; expected at least 1".formatted(failures));
        }
        Duration grown = first.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
        return grown.compareTo(max) < 0 ? grown : max;
    }
}
