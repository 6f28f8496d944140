package dev.sotto.whisper.slot;

import dev.sotto.transcript.WorkClass;
import java.util.function.LongSupplier;

/**
 * Who may use a device next while interactive and bulk work share it. Interactive work goes first. What it uses while bulk
 * work waits is owed to bulk work, a third of it, and paid back in the device's measured time: so while both have work, a
 * quarter of the time is bulk's, however the two differ in the number and size of their windows.
 *
 * <p>Bulk time while no interactive work was about counts in advance, as far as {@link #AHEAD_MAX_NANOS}: a clip that comes
 * after such a time, or first of all, has the device to itself for that long. After interactive work comes more of it: between two requests of
 * a session there is a moment in which it has nothing waiting. For {@link #NEAR_NANOS} after the last sign of a session, no
 * long piece of bulk work begins that can be put off; for {@link #FOLLOW_UP_NANOS} after an answer, none at all.
 *
 * <p>Engine's thread, but for {@link #seen}, which any thread may call.
 */
final class DeviceShare {
    /** Bulk time for this much time of both. */
    static final int PARTS = 4;

    /** How long interactive work may run on before bulk work is owed anything, at most. */
    static final long AHEAD_MAX_NANOS = 1_000_000_000;

    /** Longer than voice detection takes to hear a clip, the longest gap between two requests of a session. */
    static final long NEAR_NANOS = 200_000_000;

    /** A caller's thread that has its answer takes less to ask the next thing. */
    static final long FOLLOW_UP_NANOS = 5_000_000;

    private final LongSupplier nanoTime;
    private volatile long nearUntilNanos;
    private long followsUntilNanos;
    private long owedNanos = -AHEAD_MAX_NANOS; // of interactive time not paid for yet; below zero: it may go on
    private boolean interactiveWorks;
    private boolean bulkWorks;

    /** @param nanoTime as {@link System#nanoTime} */
    DeviceShare(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nearUntilNanos = nanoTime.getAsLong();
        this.followsUntilNanos = nearUntilNanos;
    }

    /** A session was opened, asked for something or got an answer. */
    void seen(WorkClass workClass) {
        if (workClass == WorkClass.INTERACTIVE) {
            nearUntilNanos = nanoTime.getAsLong() + NEAR_NANOS;
        }
    }

    /** A request of a class was answered. */
    void answered(WorkClass workClass) {
        if (workClass == WorkClass.INTERACTIVE) {
            seen(workClass);
            followsUntilNanos = nanoTime.getAsLong() + FOLLOW_UP_NANOS;
        }
    }

    /** Which classes have anything waiting or running. */
    void observe(boolean interactiveHasWork, boolean bulkHasWork) {
        interactiveWorks = interactiveHasWork;
        bulkWorks = bulkHasWork;
        if (!bulkHasWork) {
            owedNanos = Math.max(-AHEAD_MAX_NANOS, Math.min(0, owedNanos));
        }
    }

    /** When a piece of work began, for {@link #charge}. */
    long now() {
        return nanoTime.getAsLong();
    }

    /**
     * Counts the time since a piece of work began; windows of one piece share it evenly.
     *
     * @param interactive windows of the piece
     * @param bulk windows of the piece
     * @param sinceNanos as {@link #now} said
     */
    void charge(int interactive, int bulk, long sinceNanos) {
        if (interactive + bulk == 0) {
            return;
        }
        long nanos = nanoTime.getAsLong() - sinceNanos;
        long ofBulk = nanos * bulk / (interactive + bulk);
        if (bulkWorks) {
            owedNanos += nanos - ofBulk;
        }
        long paid = owedNanos - (PARTS - 1) * ofBulk;
        owedNanos = isInteractiveNear() ? paid : Math.max(paid, Math.min(owedNanos, -AHEAD_MAX_NANOS));
    }

    /** As the other one, for a piece that is one class's. */
    void charge(WorkClass workClass, long sinceNanos) {
        charge(workClass == WorkClass.INTERACTIVE ? 1 : 0, workClass == WorkClass.BULK ? 1 : 0, sinceNanos);
    }

    /** Whether interactive work is there, or was a moment ago, so that more of it may come. */
    boolean isInteractiveNear() {
        return interactiveWorks || nanoTime.getAsLong() - nearUntilNanos < 0;
    }

    /** Whether bulk work, which waits, has had less than its share. */
    boolean isBulkOwed() {
        return owedNanos > 0;
    }

    /** Whether bulk work may go on in small pieces: it is alone for the moment, or owed time. */
    boolean letsBulkGoOn() {
        return !interactiveWorks || isBulkOwed();
    }

    /**
     * Whether bulk work may begin something long that cannot be stopped.
     *
     * @param mayGoOn whether it has enough else to do, in small pieces
     */
    boolean letsBulkBegin(boolean mayGoOn) {
        return !isInteractiveNear() || (letsBulkGoOn() && !mayGoOn);
    }

    /** Whether nothing of bulk may be done for a moment, since a caller has just got the answer that its next request needs. */
    boolean expectsFollowUp() {
        return !interactiveWorks && !isBulkOwed() && nanoTime.getAsLong() - followsUntilNanos < 0;
    }
}
