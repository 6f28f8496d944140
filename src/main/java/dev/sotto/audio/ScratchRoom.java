package dev.sotto.audio;

import dev.sotto.audio.ScratchBudget.Reservation;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Finds the room for one decode. It grows while the decode writes; where others have the rest, the decode is thrown away, and begun
 * anew with twice the room once that is free, so that no two decodes wait for each other with room in their hands.
 *
 * @param cancelled asked about fifty times a second
 * @param waiting called every second or so while the room is others'
 */
record ScratchRoom(ScratchBudget budget, BooleanSupplier cancelled, Runnable waiting) {
    private static final int POLL_MILLIS = 20;
    private static final int POLLS_A_CALL = 50;
    private static final int MEBIBYTE = 1 << 20;

    /** A decode that came to the end of its room. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded() {
            super("the samples need more room than is reserved for them", null, false, false);
        }
    }

    /**
     * Decodes once there is room.
     *
     * @param bytesMax more are never written
     * @param decode may throw {@link Exceeded}; what it returns holds the reservation by itself
     * @throws AudioException {@code INSUFFICIENT_STORAGE} if the room would not do even if it were all free
     */
    DecodedMedia decode(long bytesMax, Function<Reservation, DecodedMedia> decode) {
        long wanted = Math.min(bytesMax, ScratchBudget.PIECE_BYTES);
        long tooLittle = 0;
        while (true) {
            Reservation room = reserved(wanted, tooLittle);
            try {
                return decode.apply(room);
            } catch (Exceeded e) {
                tooLittle = room.bytes();
                wanted = Math.min(bytesMax, 2 * tooLittle);
            } finally {
                room.release();
            }
        }
    }

    /** As {@link #decode}, for who has room already and so must not wait: nothing if there is too little. */
    Optional<DecodedMedia> decodeNow(long bytesMax, Function<Reservation, DecodedMedia> decode) {
        Optional<Reservation> room = budget.reserve(Math.min(bytesMax, ScratchBudget.PIECE_BYTES));
        try {
            return room.map(decode);
        } catch (Exceeded e) {
            return Optional.empty();
        } finally {
            room.ifPresent(Reservation::release);
        }
    }

    private Reservation reserved(long wanted, long tooLittle) {
        for (long polls = 1; ; polls++) {
            boolean isUnused = budget.isUnused();
            long bytes = isUnused ? Math.min(wanted, budget.allowed()) : wanted;
            Optional<Reservation> room = bytes > tooLittle ? budget.reserve(bytes) : Optional.empty();
            if (room.isPresent()) {
                return room.get();
            }
            if (isUnused && budget.isUnused()) {
                throw AudioException.noRoom(budget.allowed() / MEBIBYTE);
            }
            await(polls);
        }
    }

    private void await(long polls) {
        if (cancelled.getAsBoolean()) {
            throw AudioException.cancelled();
        }
        if (polls % POLLS_A_CALL == 0) {
            waiting.run();
        }
        try {
            budget.awaitRelease(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AudioException.cancelled();
        }
    }
}
