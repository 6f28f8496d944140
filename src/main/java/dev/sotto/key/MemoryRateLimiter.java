package dev.sotto.key;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The generic cell rate algorithm (ITU-T I.371): for each key one instant, the one at which its allowance will be full
 * again. A request moves it by one interval; one that would move it further than a whole burst ahead has to wait, and it
 * is known exactly how long.
 *
 * <p>Thread-safe. Holds a bounded number of keys: those whose allowance is full need not be held, and beyond that the
 * longest unseen is forgotten, to its advantage.
 */
public final class MemoryRateLimiter implements RateLimiter {
    /** Looked at, on every request, whether they may be forgotten; more than one, so that the map shrinks. */
    private static final int SWEPT_PER_REQUEST = 2;

    private final int keysMax;

    /** Key to the instant of its full allowance, the longest unseen first. */
    private final Map<String, Instant> fullAt = new LinkedHashMap<>(16, 0.75f, true);

    public MemoryRateLimiter(int keysMax) {
        if (keysMax < 1) {
            throw new IllegalArgumentException("%d keys; expected at least 1".formatted(keysMax));
        }
        this.keysMax = keysMax;
    }

    @Override
    public synchronized Admission admit(String key, RequestRate rate, Instant now) {
        sweep(now);
        Instant before = allowance(fullAt.get(key), rate, now);
        Instant after = before.plus(rate.interval());
        Instant limit = now.plus(rate.refill());
        if (after.isAfter(limit)) {
            fullAt.put(key, before);
            return new Admission(false, rate.burst(), 0, Duration.between(now, before), Duration.between(limit, after));
        }
        fullAt.put(key, after);
        forgetBeyond();
        long left = Duration.between(after, limit).dividedBy(rate.interval());
        return new Admission(true, rate.burst(), left, Duration.between(now, after), Duration.ZERO);
    }

    synchronized int keysHeld() {
        return fullAt.size();
    }

    /** Never behind now, and never further ahead than an empty allowance is: not even if the clock was set back. */
    private static Instant allowance(@Nullable Instant held, RequestRate rate, Instant now) {
        if (held == null || held.isBefore(now)) {
            return now;
        }
        Instant empty = now.plus(rate.refill());
        return held.isAfter(empty) ? empty : held;
    }

    private void sweep(Instant now) {
        Iterator<Instant> oldest = fullAt.values().iterator();
        for (int i = 0; i < SWEPT_PER_REQUEST && oldest.hasNext(); i++) {
            if (!oldest.next().isAfter(now)) {
                oldest.remove();
            }
        }
    }

    private void forgetBeyond() {
        Iterator<Instant> oldest = fullAt.values().iterator();
        while (fullAt.size() > keysMax && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }
}
