package dev.sotto.key;

import java.time.Duration;

/**
 * Requests in a period, and how many of them may come at once.
 *
 * @param burst taken from a full allowance without a wait
 */
public record RequestRate(int requests, Duration period, int burst) {
    public RequestRate {
        boolean isWhole = requests > 0 && burst > 0 && period.compareTo(Duration.ofSeconds(1)) >= 0;
        if (!isWhole || period.toNanos() / requests == 0) {
            throw new IllegalArgumentException(
                    "no such rate: %d requests in %s, %d at once; expected at least 1 in 1 s or more"
                            .formatted(requests, period, burst));
        }
    }

    /** All of them may come at once. */
    public static RequestRate perMinute(int requests) {
        return new RequestRate(requests, Duration.ofMinutes(1), requests);
    }

    /** Between two requests that come evenly. */
    Duration interval() {
        return period.dividedBy(requests);
    }

    /** From an empty allowance to a full one. */
    Duration refill() {
        return interval().multipliedBy(burst);
    }
}
