package dev.sotto.key;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many of something each key has under way, such as uploads. Thread-safe; holds only keys that have some, so no more
 * than there are permits.
 */
public final class ConcurrencyGate {
    private final Map<String, Integer> underWay = new HashMap<>();

    /** To be closed once, when the thing has ended however it ended; closing it again does nothing. */
    public final class Permit implements AutoCloseable {
        private final String key;
        private final AtomicBoolean isClosed = new AtomicBoolean();

        private Permit(String key) {
            this.key = key;
        }

        @Override
        public void close() {
            if (isClosed.compareAndSet(false, true)) {
                end(key);
            }
        }
    }

    /** Empty if the key has {@code max} under way. */
    public synchronized Optional<Permit> enter(String key, int max) {
        int count = underWay.getOrDefault(key, 0);
        if (count >= max) {
            return Optional.empty();
        }
        underWay.put(key, count + 1);
        return Optional.of(new Permit(key));
    }

    synchronized int keysHeld() {
        return underWay.size();
    }

    private synchronized void end(String key) {
        underWay.computeIfPresent(key, (any, count) -> count > 1 ? count - 1 : null);
    }
}
