package dev.sotto.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

class UploadRoomTest {
    private static final long PIECE = UploadRoom.PIECE_BYTES;

    private long free = 10 * PIECE;
    private final UploadRoom room = new UploadRoom(() -> Future.succeededFuture(free), PIECE);

    @Test
    void what_is_announced_must_find_room_and_little_of_it_is_taken() {
        assertThat(room.open(9 * PIECE).succeeded()).isTrue();
        assertThat(room.open(9 * PIECE).succeeded())
                .as("beside a piece of another")
                .isFalse();
        assertThat(room.open(8 * PIECE).succeeded()).isTrue();
    }

    @Test
    void pieces_of_many_come_to_no_more_than_there_is_above_the_reserve() {
        int opened = 0;
        while (room.open(0).succeeded()) {
            opened++;
        }
        assertThat(opened).isEqualTo(9);
    }

    @Test
    void upload_that_grows_beyond_the_room_is_refused_before_it_writes() {
        UploadRoom.Share share = room.open(0).result();
        int pieces = 1;
        while (share.grow().succeeded()) {
            pieces++;
        }
        assertThat(pieces).isEqualTo(9);
        assertThat(share.isShort(9 * PIECE)).isFalse();
        assertThat(share.isShort(9 * PIECE + 1)).isTrue();
    }

    @Test
    void upload_that_has_all_it_announced_needs_no_more() {
        UploadRoom.Share share = room.open(100).result();
        share.writes(100);
        assertThat(share.isShort(PIECE)).isFalse();
    }

    @Test
    void what_was_written_counts_once_and_what_was_not_is_given_back() {
        UploadRoom.Share share = room.open(0).result();
        share.writes(PIECE / 2);
        share.wrote(PIECE / 2);
        free -= PIECE / 2;
        assertThat(room.open(8 * PIECE).succeeded()).isTrue();
        share.close();
        share.close();
        assertThat(room.open(PIECE * 15 / 2).succeeded()).isTrue();
    }

    @Test
    void bytes_written_while_the_disk_is_asked_are_not_free_although_its_answer_says_so() {
        Promise<Long> asked = Promise.promise();
        boolean[] isSlow = {false};
        UploadRoom slow = new UploadRoom(() -> isSlow[0] ? asked.future() : Future.succeededFuture(2 * PIECE), 0);
        UploadRoom.Share share = slow.open(0).result();
        isSlow[0] = true;
        Future<UploadRoom.Share> second = slow.open(PIECE + 1);
        share.writes(PIECE);
        share.wrote(PIECE);
        asked.complete(2 * PIECE);
        assertThat(second.failed()).isTrue();
    }

    @Test
    void piece_that_comes_after_the_end_is_given_back() {
        Promise<Long> asked = Promise.promise();
        boolean[] isSlow = {false};
        UploadRoom slow = new UploadRoom(() -> isSlow[0] ? asked.future() : Future.succeededFuture(2 * PIECE), 0);
        UploadRoom.Share share = slow.open(0).result();
        isSlow[0] = true;
        Future<Void> grown = share.grow();
        share.close();
        asked.complete(2 * PIECE);
        assertThat(grown.succeeded()).isTrue();
        isSlow[0] = false;
        assertThat(slow.open(2 * PIECE).succeeded()).isTrue();
    }
}
