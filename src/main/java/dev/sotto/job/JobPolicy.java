package dev.sotto.job;

import java.time.Duration;

/**
 * The numbers behind the rules.
 *
 * @param failuresMax passing faults in a row, without progress, before a job is dead
 * @param lossesMax workers that die in a row while a job runs, without progress, before it is a suspect: it may be what
 *     kills them. A suspect runs with nothing beside it, and is dead if its worker dies once more
 * @param keepDead how long a failed, dead or cancelled job is kept at least
 * @param queuedMax jobs of all tenants that may wait
 */
public record JobPolicy(int failuresMax, int lossesMax, Backoff backoff, Duration keepDead, int queuedMax) {
    public static final int DEFAULT_FAILURES_MAX = 3;
    public static final int DEFAULT_LOSSES_MAX = 2;
    public static final Backoff DEFAULT_BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10));
    public static final Duration DEFAULT_KEEP_DEAD = Duration.ofDays(7);
    public static final int DEFAULT_QUEUED_MAX = 10_000;
    /** A suspect that has been due for so long no longer waits for a moment when nothing runs: nothing else begins before it. */
    public static final Duration SUSPECT_WAIT_MAX = Duration.ofMinutes(10);

    public JobPolicy {
        if (failuresMax < 1 || lossesMax < 1 || queuedMax < 1 || keepDead.isNegative()) {
            throw new IllegalArgumentException(
                    "job policy of %d failures, %d losses, %d queued, dead kept for %s; expected 1 or more of each"
                            .formatted(failuresMax, lossesMax, queuedMax, keepDead));
        }
    }

    public static JobPolicy defaults() {
        return new JobPolicy(
                DEFAULT_FAILURES_MAX, DEFAULT_LOSSES_MAX, DEFAULT_BACKOFF, DEFAULT_KEEP_DEAD, DEFAULT_QUEUED_MAX);
    }
}
