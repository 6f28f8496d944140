package dev.sotto.whisper.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.WorkClass;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeviceShareTest {
    private static final long MILLIS = 1_000_000;

    private long nanos = Long.MAX_VALUE - 500 * MILLIS; // the clock may begin anywhere, and overflow
    private final DeviceShare share = new DeviceShare(() -> nanos);

    private void spendWhatIsAhead() {
        share.observe(true, true);
        use(1, 0, 1000);
        assertThat(share.isBulkOwed()).isFalse();
    }

    private void use(int interactive, int bulk, long millis) {
        long since = share.now();
        nanos += millis * MILLIS;
        share.charge(interactive, bulk, since);
    }

    @Test
    void a_third_of_what_interactive_work_uses_while_bulk_work_waits_is_owed_to_it() {
        spendWhatIsAhead();
        use(1, 0, 300);
        assertThat(share.isBulkOwed()).isTrue();
        use(0, 1, 99);
        assertThat(share.isBulkOwed()).isTrue();
        use(0, 1, 1);
        assertThat(share.isBulkOwed()).isFalse();
    }

    @Test
    void windows_of_one_piece_share_its_time() {
        spendWhatIsAhead();
        use(1, 0, 600);
        use(1, 3, 200); // 150 of bulk work pay for 450 of 650
        assertThat(share.isBulkOwed()).isTrue();
        use(0, 1, 66);
        assertThat(share.isBulkOwed()).isTrue();
        use(0, 1, 1);
        assertThat(share.isBulkOwed()).isFalse();
    }

    @Test
    void nothing_is_owed_to_bulk_work_that_is_not_there() {
        share.observe(true, false);
        use(1, 0, 10_000);
        spendWhatIsAhead();
        use(1, 0, 300);
        share.observe(true, false);
        share.observe(true, true);
        assertThat(share.isBulkOwed()).isFalse();
    }

    @Test
    void after_a_time_of_bulk_work_alone_interactive_work_has_the_device_for_a_second_and_no_longer() {
        share.observe(false, true);
        nanos += DeviceShare.NEAR_NANOS;
        for (int i = 0; i < 100; i++) {
            use(0, 1, 1000);
        }
        share.observe(true, true);
        use(1, 0, 1000);
        assertThat(share.isBulkOwed()).isFalse();
        use(1, 0, 1);
        assertThat(share.isBulkOwed()).isTrue();
    }

    @Test
    void what_bulk_work_had_too_much_beside_interactive_work_counts_in_full() {
        spendWhatIsAhead();
        use(0, 1, 10_000); // a piece that could not be stopped
        use(1, 0, 30_000);
        assertThat(share.isBulkOwed()).isFalse();
        use(1, 0, 1);
        assertThat(share.isBulkOwed()).isTrue();
    }

    @Test
    void while_both_have_work_a_quarter_of_the_time_is_bulks_however_long_the_pieces_are() {
        SplittableRandom random = new SplittableRandom(7);
        long interactive = 0;
        long bulk = 0;
        spendWhatIsAhead();
        for (int i = 0; i < 10_000; i++) {
            if (share.isBulkOwed()) {
                long millis = random.nextLong(1, 700);
                use(0, 1, millis);
                bulk += millis;
            } else {
                long millis = random.nextLong(1, 40);
                use(1, 0, millis);
                interactive += millis;
            }
        }
        assertThat((double) bulk / (bulk + interactive)).isBetween(0.2495, 0.26);
    }

    @Test
    void a_session_is_near_for_a_moment_after_it_was_seen() {
        share.observe(false, true);
        assertThat(share.isInteractiveNear()).isFalse();
        share.seen(WorkClass.BULK);
        assertThat(share.isInteractiveNear()).isFalse();
        share.seen(WorkClass.INTERACTIVE);
        nanos += DeviceShare.NEAR_NANOS - 1;
        assertThat(share.isInteractiveNear()).isTrue();
        nanos++;
        assertThat(share.isInteractiveNear()).isFalse();
        share.observe(true, true);
        assertThat(share.isInteractiveNear()).isTrue();
    }

    @Test
    void something_long_begins_when_no_session_is_near_or_bulk_work_has_nothing_else_to_do() {
        share.observe(false, true);
        assertThat(share.letsBulkBegin(true)).isTrue();
        share.seen(WorkClass.INTERACTIVE);
        assertThat(share.letsBulkBegin(true)).isFalse();
        assertThat(share.letsBulkBegin(false)).isTrue();
        spendWhatIsAhead();
        assertThat(share.letsBulkBegin(false)).isFalse();
        use(1, 0, 1);
        assertThat(share.letsBulkBegin(false)).isTrue();
        assertThat(share.letsBulkBegin(true)).isFalse();
    }

    @Test
    void bulk_work_goes_on_while_it_is_alone_or_owed_time() {
        share.observe(false, true);
        assertThat(share.letsBulkGoOn()).isTrue();
        spendWhatIsAhead();
        assertThat(share.letsBulkGoOn()).isFalse();
        use(1, 0, 1);
        assertThat(share.letsBulkGoOn()).isTrue();
    }

    @Test
    void the_next_request_is_waited_for_after_an_answer_but_not_long_and_not_when_time_is_owed() {
        share.observe(false, true);
        share.answered(WorkClass.BULK);
        assertThat(share.expectsFollowUp()).isFalse();
        share.answered(WorkClass.INTERACTIVE);
        assertThat(share.expectsFollowUp()).isTrue();
        share.observe(true, true);
        assertThat(share.expectsFollowUp()).isFalse();
        share.observe(false, true);
        nanos += DeviceShare.FOLLOW_UP_NANOS;
        assertThat(share.expectsFollowUp()).isFalse();
        spendWhatIsAhead();
        use(1, 0, 1);
        share.observe(false, true);
        share.answered(WorkClass.INTERACTIVE);
        assertThat(share.expectsFollowUp()).isFalse();
    }
}
