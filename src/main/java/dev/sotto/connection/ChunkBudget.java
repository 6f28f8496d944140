package dev.sotto.connection;

import java.util.function.LongSupplier;

/**
 * How many small chunks all bodies together may bring in a second. Each costs the event loop as much as one of 8 KiB, so
 * clients that send byte by byte would leave it no time for others. Connections over the budget are read on a moment later.
 * Thread-safe.
 */
final class ChunkBudget {
    static final int SMALL_BYTES = 512;
    static final int CHUNKS_A_SECOND = 20_000;
    private static final int BURST = CHUNKS_A_SECOND / 20;
    private static final long WAIT_MILLIS_MIN = 10;

    private final LongSupplier nanos;
    private double left = BURST;
    private long lastNanos;

    /** @param nanos a clock that only goes forward */
    ChunkBudget(LongSupplier nanos) {
        this.nanos = nanos;
        this.lastNanos = nanos.getAsLong();
    }

    /**
     * Counts a chunk that has come.
     *
     * @return milliseconds for which its connection must not be read; 0 if it may go on
     */
    synchronized long take(int chunkBytes) {
        if (chunkBytes >= SMALL_BYTES) {
            return 0;
        }
        long now = nanos.getAsLong();
        left = Math.min(BURST, left + (now - lastNanos) * 1e-9 * CHUNKS_A_SECOND) - 1;
        lastNanos = now;
        return left >= 0 ? 0 : WAIT_MILLIS_MIN + (long) (-left * 1000 / CHUNKS_A_SECOND);
    }
}
