package dev.sotto.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A wall clock that never jumps. It runs by the monotonic timer and closes in on the wall clock by at most a tenth of
 * the time that passes, so that a corrected wall clock neither ends a lease nor freezes a retry. Thread-safe.
 */
public final class SteadyClock implements InstantSource {
    private static final int CORRECTION_DIVISOR = 10;

    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private Instant time;
    private long readAtNanos;

    public SteadyClock(InstantSource wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.time = wall.instant();
        this.readAtNanos = nanoTime.getAsLong();
    }

    @Override
    public synchronized Instant instant() {
        long nanos = nanoTime.getAsLong();
        Duration passed = Duration.ofNanos(Math.max(0, nanos - readAtNanos));
        readAtNanos = nanos;
        Instant expected = time.plus(passed);
        time = expected.plus(within(Duration.between(expected, wall.instant()), passed.dividedBy(CORRECTION_DIVISOR)));
        return time;
    }

    private static Duration within(Duration error, Duration bound) {
        if (error.abs().compareTo(bound) <= 0) {
            return error;
        }
        return error.isNegative() ? bound.negated() : bound;
    }
}
