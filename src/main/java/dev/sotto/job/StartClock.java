package dev.sotto.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The wall clock at a start beside the last time that the store has seen. Many machines start with a wrong clock, and have it
 * corrected a minute later.
 *
 * @param lastSeen by the clock that the store's times are of
 */
public record StartClock(Instant lastSeen, Instant now) {
    /** A clock that is ahead by more may be wrong; or the server was off for so long. */
    static final Duration AHEAD_MAX = Duration.ofHours(1);
    /** How long nothing is forgotten then: time enough to correct a clock. */
    static final Duration PURGES_WAIT = Duration.ofDays(1);

    /**
     * By how much the clock was set back. Times in the store that are still to come are so much too late, so they are moved by
     * that. Zero where it was not.
     */
    public Duration setBack() {
        return lastSeen.isAfter(now) ? Duration.between(now, lastSeen) : Duration.ZERO;
    }

    /** Before which nothing is forgotten for its age; empty if the clock is where it was expected. */
    public Optional<Instant> purgesFrom() {
        boolean isFarAhead = Duration.between(lastSeen, now).compareTo(AHEAD_MAX) > 0;
        return isFarAhead ? Optional.of(now.plus(PURGES_WAIT)) : Optional.empty();
    }
}
