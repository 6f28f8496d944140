package dev.sotto.key;

import java.time.Duration;
import java.util.Optional;

/**
 * How much one key may have. What is empty is not limited by the key; the server's own bounds hold for all.
 *
 * @param rate of requests
 * @param runningMax jobs that run at once
 * @param queuedMax jobs that wait
 * @param audioSecondsPerDay by the UTC day
 * @param retention how long results are kept
 */
public record KeyLimits(
        Optional<RequestRate> rate,
        Optional<Integer> runningMax,
        Optional<Integer> queuedMax,
        Optional<Long> audioSecondsPerDay,
        Optional<Duration> retention) {
    public static final KeyLimits NONE =
            new KeyLimits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
