package dev.sotto.webhook.deliver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long after a failed attempt the next one is due. The standard one is that of Standard Webhooks 1.0.0 ("Retry
 * schedule"): ten attempts over three days.
 *
 * @param waits between one attempt and the next, before jitter; one attempt more than waits is made
 */
public record RetrySchedule(List<Duration> waits) {
    /** Each wait is drawn between 0.8 and 1.2 of its length, so that what failed together does not come back together. */
    private static final double JITTER = 0.2;
    /** A receiver may lengthen a wait by its Retry-After, up to twice its length. */
    private static final int LENGTHEN_MAX = 2;

    public static final RetrySchedule STANDARD = new RetrySchedule(List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24)));

    /** One attempt: for tests of an endpoint. */
    public static final RetrySchedule ONCE = new RetrySchedule(List.of());

    public RetrySchedule {
        waits = List.copyOf(waits);
    }

    /**
     * The wait after attempt number {@code made} of the schedule, or nothing if it was the last.
     *
     * @param made from 1
     * @param retryAfter what the receiver asked for
     */
    public Optional<Duration> waitAfter(int made, Optional<Duration> retryAfter, RandomGenerator random) {
        if (made > waits.size()) {
            return Optional.empty();
        }
        Duration step = waits.get(made - 1);
        Duration drawn = Jitter.around(step, JITTER, random);
        Duration asked = retryAfter.orElse(Duration.ZERO);
        Duration bounded = shorter(asked, step.multipliedBy(LENGTHEN_MAX));
        return Optional.of(bounded.compareTo(drawn) > 0 ? bounded : drawn);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
