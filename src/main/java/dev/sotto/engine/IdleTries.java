package dev.sotto.engine;

import java.time.Duration;
import java.util.List;

/** When, after a start that left a question open, idle moments are used to ask again: a few times, ever more rarely. */
final class IdleTries {
    /** From the try before, or from the start. */
    static final List<Duration> WAITS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(4));

    private long lastNanos;
    private int made;

    /** @param nowNanos of a clock that never goes back, as everywhere here */
    IdleTries(long nowNanos) {
        this.lastNanos = nowNanos;
    }

    /** Whether to try now; if so, this try is counted. */
    boolean take(long nowNanos) {
        if (made == WAITS.size() || nowNanos - lastNanos < WAITS.get(made).toNanos()) {
            return false;
        }
        lastNanos = nowNanos;
        made++;
        return true;
    }
}
