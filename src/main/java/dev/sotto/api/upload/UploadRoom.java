package dev.sotto.api.upload;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * The room on the disk that all uploads together may take: what is free above a reserve. An upload takes it piece by piece
 * before it writes, so that what each of many was promised is there, and one that only announces much holds little. Belongs
 * to one event loop.
 */
final class UploadRoom {
    static final long PIECE_BYTES = 1 << 20;
    private static final String DISK_FULL = "The server's disk has no room for this upload; please try again later.";

    private final Supplier<Future<Long>> freeBytes;
    private final long reserveBytes;
    /** Taken and not written yet. */
    private long ahead;

    private long written;

    /**
     * Nothing is taken yet.
     *
     * @param freeBytes of the disk, now
     * @param reserveBytes that stay free
     */
    UploadRoom(Supplier<Future<Long>> freeBytes, long reserveBytes) {
        this.freeBytes = freeBytes;
        this.reserveBytes = reserveBytes;
    }

    /**
     * The first piece for an upload.
     *
     * @param announced bytes that it is said to have, all of which must find room now; 0 if that is unknown
     * @return fails with {@link UploadException} if there is no room
     */
    Future<Share> open(long announced) {
        long piece = announced > 0 ? Math.min(announced, PIECE_BYTES) : PIECE_BYTES;
        return take(piece, Math.max(announced, piece))
                .map(taken -> new Share(piece, announced > 0 ? announced : Long.MAX_VALUE));
    }

    private Future<Void> take(long bytes, long needed) {
        long writtenBefore = written;
        return freeBytes.get().compose(free -> {
            // What was written while the disk was asked may not be in its answer.
            long promised = ahead + written - writtenBefore;
            if (free - reserveBytes - promised < needed) {
                return Future.failedFuture(new UploadException(UploadException.Kind.STORAGE, DISK_FULL));
            }
            ahead += bytes;
            return Future.succeededFuture();
        });
    }

    /** What one upload has taken of the room. */
    final class Share {
        private final long takenMax;
        private long taken;
        private long begun;
        private long ended;
        private boolean isClosed;

        private Share(long taken, long takenMax) {
            this.taken = taken;
            this.takenMax = takenMax;
        }

        /** Whether it must {@link #grow} before it writes so many more bytes; never once it has all that was announced. */
        boolean isShort(long bytes) {
            return taken < takenMax && taken - begun < bytes;
        }

        /** Another piece; fails as {@link #open} does. */
        Future<Void> grow() {
            long piece = Math.min(PIECE_BYTES, takenMax - taken);
            return take(piece, piece).map(grown -> {
                if (isClosed) {
                    ahead -= piece;
                } else {
                    taken += piece;
                }
                return null;
            });
        }

        void writes(long bytes) {
            begun += bytes;
        }

        void wrote(long bytes) {
            if (!isClosed) {
                ended += bytes;
                written += bytes;
                ahead -= bytes;
            }
        }

        /** Gives back what was not written; to be called once nothing is written any more. */
        void close() {
            if (!isClosed) {
                isClosed = true;
                ahead -= taken - ended;
            }
        }
    }
}
