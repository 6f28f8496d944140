package dev.sotto.webhook.deliver;

import java.time.Duration;
import java.util.random.RandomGenerator;

final class Jitter {
    private Jitter() {}

    /** Evenly within {@code share} of the length to either side, to the millisecond. */
    static Duration around(Duration length, double share, RandomGenerator random) {
        double factor = 1 - share + 2 * share * random.nextDouble();
        return Duration.ofMillis(Math.round(length.toMillis() * factor));
    }
}
