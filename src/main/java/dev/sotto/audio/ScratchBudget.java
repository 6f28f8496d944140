package dev.sotto.audio;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The room on the disk that the samples of all recordings may take together: half of what is free above a reserve, so that uploads
 * find room beside them. It is reserved before it is written, piece by piece, and given back when the samples are. Thread-safe.
 */
final class ScratchBudget {
    /** Reserved at once, and as long as there is room ahead of what is written: nine minutes of one channel. */
    static final long PIECE_BYTES = 16L << 20;

    private final LongSupplier freeBytes;
    private final long reserveBytes;
    private long reserved;
    private long written;
    private int reservations;

    /**
     * Nothing is reserved yet.
     *
     * @param freeBytes of the disk, now
     * @param reserveBytes that stay free
     */
    ScratchBudget(LongSupplier freeBytes, long reserveBytes) {
        this.freeBytes = freeBytes;
        this.reserveBytes = reserveBytes;
    }

    /** Room for one decode, if there is so much. */
    synchronized Optional<Reservation> reserve(long bytes) {
        if (reserved + bytes > allowed()) {
            return Optional.empty();
        }
        reserved += bytes;
        reservations++;
        return Optional.of(new Reservation(bytes));
    }

    /** Whether nobody has reserved anything, so that waiting makes no more room. */
    synchronized boolean isUnused() {
        return reservations == 0;
    }

    /** Waits until somebody has given room back, or for so long; it may come back earlier, so its caller looks again. */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    synchronized void awaitRelease(long millis) throws InterruptedException {
        wait(millis);
    }

    /** What all reservations together may come to, written or not. */
    synchronized long allowed() {
        return Math.max(0, (freeBytes.getAsLong() + written - reserveBytes) / 2);
    }

    /** The room of one decode and of its samples, until all who {@link #hold} it have let it go. Begins with one holder. */
    final class Reservation {
        private long bytes;
        private long bytesWritten;
        private int holders = 1;
        private boolean isExceeded;

        private Reservation(long bytes) {
            this.bytes = bytes;
        }

        /** The size of the room. */
        long bytes() {
            synchronized (ScratchBudget.this) {
                return bytes;
            }
        }

        /**
         * Takes another piece where the present one comes to its end.
         *
         * @param size of what is written by now
         * @return false if there was no room left, now or before: what writes must end
         */
        boolean covers(long size) {
            synchronized (ScratchBudget.this) {
                note(size);
                while (size + PIECE_BYTES / 2 > bytes && reserved + PIECE_BYTES <= allowed()) {
                    bytes += PIECE_BYTES;
                    reserved += PIECE_BYTES;
                }
                isExceeded |= size > bytes;
                return !isExceeded;
            }
        }

        /** Whether what writes went beyond its room. */
        boolean isExceeded() {
            synchronized (ScratchBudget.this) {
                return isExceeded;
            }
        }

        /** Keeps room for what was written alone. */
        void settle(long size) {
            synchronized (ScratchBudget.this) {
                note(size);
                reserved += size - bytes;
                bytes = size;
            }
        }

        private void note(long size) {
            written += size - bytesWritten;
            bytesWritten = size;
        }

        /** One more must let it go. */
        void hold() {
            synchronized (ScratchBudget.this) {
                holders++;
            }
        }

        void release() {
            synchronized (ScratchBudget.this) {
                if (--holders == 0) {
                    reserved -= bytes;
                    written -= bytesWritten;
                    reservations--;
                    ScratchBudget.this.notifyAll();
                }
            }
        }
    }
}
