package dev.sotto.service;

import dev.sotto.job.JobSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * What a caller may say of the job that its request becomes.
 *
 * @param startAfter before which it is not begun
 * @param expireAfter if nobody has begun it by then, it fails
 * @param keep how long its result is kept
 * @param coalesce whether identical work under way may stand for it
 * @param reuse whether identical work, under way or finished, may stand for it where the settings allow that
 * @param cancelOnDisconnect whether a caller who waits and goes away stops it, unless it stands for others too
 */
public record JobOptions(
        int priority,
        Optional<String> idempotencyKey,
        Optional<Duration> startAfter,
        Optional<Duration> expireAfter,
        Optional<Duration> keep,
        boolean coalesce,
        boolean reuse,
        boolean cancelOnDisconnect) {
    /** Somebody waits for the answer. */
    public static final int WAITING_PRIORITY = JobSpec.DEFAULT_PRIORITY - 1;
}
