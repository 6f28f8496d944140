package dev.sotto.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * Hands values from one thread to another that may be slower: what was not taken in time is replaced, never queued, so
 * that the giver does not wait. Thread-safe.
 *
 * @param <T> of the values
 */
final class LatestValue<T> {
    private @Nullable T value; // guarded by this
    private boolean ended; // guarded by this

    synchronized void put(T newest) {
        value = newest;
        notifyAll();
    }

    /** Nothing more will come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Waits for a value that was not taken yet; null after the end, where a value not taken is dropped. */
    synchronized @Nullable T take() throws InterruptedException {
        while (value == null && !ended) {
            wait();
        }
        T taken = ended ? null : value;
        value = null;
        return taken;
    }
}
