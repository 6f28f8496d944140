package dev.sotto.api.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that transcripts may take whose readers have not taken them yet, of all connections together: that of a long
 * recording has many megabytes, and one caller may ask for it a thousand times and read nothing. Thread-safe.
 */
final class AnswerRoom {
    /** Of this process: a quarter of what Java may use. */
    static final AnswerRoom SHARED = new AnswerRoom(Runtime.getRuntime().maxMemory() / 4);

    private final long bytesMax;
    private final AtomicLong held = new AtomicLong();

    AnswerRoom(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Whether an answer may be written; one alone always may, however long it is. */
    boolean has(long bytes) {
        long now = held.get();
        return now == 0 || now + bytes <= bytesMax;
    }

    /** From now until {@link #taken}. */
    void holds(long bytes) {
        held.addAndGet(bytes);
    }

    void taken(long bytes) {
        held.addAndGet(-bytes);
    }
}
