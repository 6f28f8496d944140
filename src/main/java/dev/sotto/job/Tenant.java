package dev.sotto.job;

import java.util.Optional;

/**
 * Whose jobs these are, and what share of the engine its key gives. One tenant never sees another's jobs.
 *
 * @param name of the key or account; never its secret
 * @param weight of its share: 2 gets twice the audio of 1 while both wait
 * @param runningMax jobs that may run at once
 * @param queuedMax jobs that may wait
 * @param audioSecondsPerDay that may be transcribed in a UTC day; empty means any
 */
public record Tenant(String name, double weight, int runningMax, int queuedMax, Optional<Long> audioSecondsPerDay) {
    public Tenant {
        if (name.isBlank() || !(weight > 0) || runningMax < 1 || queuedMax < 0) {
            throw new IllegalArgumentException(
                    "tenant '%s' of weight %s with %d running and %d queued jobs; expected a name, a weight above 0, at least 1 and 0"
                            .formatted(name, weight, runningMax, queuedMax));
        }
    }

    /** Without a quota of audio. */
    public Tenant(String name, double weight, int runningMax, int queuedMax) {
        this(name, weight, runningMax, queuedMax, Optional.empty());
    }

    /** Weight 1, no caps of its own. */
    public static Tenant unlimited(String name) {
        return new Tenant(name, 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
}
