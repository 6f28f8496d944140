package dev.sotto.key;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Limits how many of something, such as uploads, are under way at once. One owner gets three quarters of the permits at most,
 * and never the last of several, so that one alone cannot shut the others out. Thread-safe.
 */
public final class ConcurrencyLimiter {
    private final int max;
    private final int ownerMax;
    private int held;
    private final Map<String, Integer> heldByOwner = new HashMap<>(); // only owners that hold some

    /** @param max permits in all */
    public ConcurrencyLimiter(int max) {
        this.max = max;
        this.ownerMax = Math.max(1, max - Math.max(1, max / 4));
    }

    /** To be closed once, when the thing has ended however it ended; closing it again does nothing. */
    public final class Permit implements AutoCloseable {
        private final Optional<String> owner;
        private final AtomicBoolean isClosed = new AtomicBoolean();

        private Permit(Optional<String> owner) {
            this.owner = owner;
        }

        @Override
        public void close() {
            if (isClosed.compareAndSet(false, true)) {
                release(owner);
            }
        }
    }

    /** Whether a permit could be acquired now; another caller may be quicker. */
    public synchronized boolean hasFree(Optional<String> owner) {
        return held < max && owner.filter(name -> heldBy(name) >= ownerMax).isEmpty();
    }

    /**
     * Empty if all permits are held, or the owner holds its share.
     *
     * @param owner empty where all callers are one owner, who may hold all permits
     */
    public synchronized Optional<Permit> acquire(Optional<String> owner) {
        if (!hasFree(owner)) {
            return Optional.empty();
        }
        held++;
        owner.ifPresent(name -> heldByOwner.merge(name, 1, Integer::sum));
        return Optional.of(new Permit(owner));
    }

    private synchronized void release(Optional<String> owner) {
        held--;
        owner.ifPresent(name -> heldByOwner.computeIfPresent(name, (any, count) -> count > 1 ? count - 1 : null));
    }

    private int heldBy(String owner) {
        return heldByOwner.getOrDefault(owner, 0);
    }

    synchronized int ownersHolding() {
        return heldByOwner.size();
    }
}
