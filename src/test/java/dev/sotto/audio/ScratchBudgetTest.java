package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.audio.ScratchBudget.Reservation;
import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScratchBudgetTest {
    private static final long PIECE = ScratchBudget.PIECE_BYTES;
    private static final long RESERVE = 1000;

    private final AtomicLong free = new AtomicLong(RESERVE + 8 * PIECE);
    private final ScratchBudget budget = new ScratchBudget(free::get, RESERVE);

    @Test
    void half_of_what_is_free_above_the_reserve_is_given_away() {
        assertThat(budget.reserve(4 * PIECE + 1)).isEmpty();
        Reservation all = budget.reserve(4 * PIECE).orElseThrow();
        assertThat(budget.reserve(1)).isEmpty();
        all.release();
        assertThat(budget.isUnused()).isTrue();
        assertThat(budget.reserve(4 * PIECE)).isPresent();
    }

    @Test
    void what_is_written_is_charged_once() {
        Reservation first = budget.reserve(2 * PIECE).orElseThrow();
        written(first, PIECE);
        assertThat(budget.allowed()).isEqualTo(4 * PIECE);
        assertThat(budget.reserve(2 * PIECE + 1)).isEmpty();
        first.settle(PIECE);
        assertThat(budget.reserve(3 * PIECE)).isPresent();
    }

    @Test
    void room_grows_ahead_of_what_is_written_until_there_is_no_more() {
        Reservation room = budget.reserve(PIECE).orElseThrow();
        assertThat(written(room, PIECE - 1)).isTrue();
        assertThat(room.bytes()).isEqualTo(2 * PIECE);
        assertThat(written(room, 4 * PIECE - 1)).isTrue();
        assertThat(room.bytes()).isEqualTo(4 * PIECE);
        assertThat(written(room, 4 * PIECE + 1)).isFalse();
    }

    @Test
    void a_disk_that_others_fill_takes_the_room_away() {
        Reservation room = budget.reserve(PIECE).orElseThrow();
        free.set(RESERVE);
        assertThat(room.covers(PIECE)).isTrue();
        assertThat(room.covers(PIECE + 1)).isFalse();
        free.set(RESERVE + 8 * PIECE);
        assertThat(room.covers(PIECE + 1)).isFalse();
        assertThat(room.isExceeded()).isTrue();
    }

    @Test
    void room_is_held_until_the_last_channel_is_closed() {
        Reservation room = budget.reserve(4 * PIECE).orElseThrow();
        room.hold();
        room.release();
        assertThat(budget.isUnused()).isFalse();
        room.release();
        assertThat(budget.isUnused()).isTrue();
    }

    @Test
    void a_decode_that_no_disk_of_this_size_holds_is_refused_with_what_there_is() {
        List<Long> tried = new ArrayList<>();
        ScratchRoom room = new ScratchRoom(budget, () -> false, () -> {});
        assertThatThrownBy(() -> room.decode(Long.MAX_VALUE / 2, reserved -> {
                    tried.add(reserved.bytes());
                    throw new ScratchRoom.Exceeded();
                }))
                .isInstanceOfSatisfying(
                        AudioException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.INSUFFICIENT_STORAGE))
                .hasMessage(
                        "The decoded recording takes more than the 64 MiB that this server's disk has for it; send it in"
                                + " parts, or later.");
        assertThat(tried).containsExactly(PIECE, 2 * PIECE, 4 * PIECE);
        assertThat(budget.isUnused()).isTrue();
    }

    @Test
    void a_decode_waits_with_empty_hands_while_others_have_the_room() {
        Reservation others = budget.reserve(3 * PIECE).orElseThrow();
        AtomicInteger polls = new AtomicInteger();
        AtomicInteger waits = new AtomicInteger();
        ScratchRoom room = new ScratchRoom(
                budget,
                () -> {
                    polls.incrementAndGet();
                    return false;
                },
                () -> {
                    waits.incrementAndGet();
                    others.release();
                });
        List<Long> tried = new ArrayList<>();
        DecodedMedia media = room.decode(4 * PIECE, reserved -> {
            tried.add(reserved.bytes());
            if (reserved.bytes() < 2 * PIECE) {
                throw new ScratchRoom.Exceeded();
            }
            return new DecodedMedia(List.of(Waveforms.ofSamples(new short[1])), false);
        });
        assertThat(media.warnings()).isEqualTo(List.<Warning>of());
        assertThat(tried).containsExactly(PIECE, 2 * PIECE);
        assertThat(waits).hasValue(1);
        assertThat(polls.get()).isGreaterThan(1);
    }

    @Test
    void a_wait_for_room_ends_when_it_is_cancelled_and_never_begins_for_who_has_room() {
        assertThat(budget.reserve(4 * PIECE)).isPresent();
        ScratchRoom room = new ScratchRoom(budget, () -> true, () -> {});
        assertThatThrownBy(() -> room.decode(PIECE, reserved -> {
                    throw new AssertionError("there is no room");
                }))
                .isInstanceOfSatisfying(
                        AudioException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.CANCELLED));
        assertThat(room.decodeNow(PIECE, reserved -> {
                    throw new AssertionError("there is no room");
                }))
                .isEmpty();
    }

    /** As by a decode: what lies on the disk is no longer free. */
    private boolean written(Reservation room, long size) {
        free.set(RESERVE + 8 * PIECE - size);
        return room.covers(size);
    }
}
