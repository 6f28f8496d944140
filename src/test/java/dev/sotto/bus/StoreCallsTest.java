package dev.sotto.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoreCallsTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final StoreCalls callers = StoreCalls.ofCallers(vertx, nanos::get);
    private final CountDownLatch disk = new CountDownLatch(1);
    private final CountDownLatch atWork = new CountDownLatch(StoreCalls.CALLER_THREADS);

    @AfterEach
    void close() throws TimeoutException {
        disk.countDown();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private Future<Boolean> askStuckDisk() {
        return callers.ask(() -> {
            atWork.countDown();
            disk.await();
            return true;
        });
    }

    /** As many as there are threads and places. */
    private List<Future<Boolean>> fill() throws InterruptedException {
        List<Future<Boolean>> asked = new ArrayList<>();
        for (int i = 0; i < StoreCalls.CALLER_THREADS + StoreCalls.CALLERS_WAITING_MAX; i++) {
            asked.add(askStuckDisk());
        }
        assertThat(atWork.await(20, TimeUnit.SECONDS)).isTrue();
        return asked;
    }

    @Test
    void callers_who_fill_all_threads_hold_up_neither_leases_nor_recordings() throws Exception {
        fill();
        assertThat(StoreCalls.ofLeases(vertx).ask(() -> "held").await(20, TimeUnit.SECONDS))
                .isEqualTo("held");
        assertThat(StoreCalls.ofRecordings(vertx).ask(() -> "open").await(20, TimeUnit.SECONDS))
                .isEqualTo("open");
    }

    @Test
    void callers_who_fill_all_threads_hold_up_neither_uploads_nor_what_was_promised() throws Exception {
        fill();
        assertThat(StoreCalls.ofUploads(vertx).ask(() -> "taken").await(20, TimeUnit.SECONDS))
                .isEqualTo("taken");
        assertThat(StoreCalls.ofPromised(vertx).ask(() -> "kept").await(20, TimeUnit.SECONDS))
                .isEqualTo("kept");
    }

    @Test
    void uploads_that_wait_are_bounded_and_hold_up_no_recording_of_a_job() throws Exception {
        StoreCalls uploads = StoreCalls.ofUploads(vertx);
        for (int i = 0; i < StoreCalls.UPLOAD_THREADS + StoreCalls.UPLOADS_WAITING_MAX; i++) {
            uploads.ask(() -> {
                disk.await();
                return true;
            });
        }
        assertBusy(uploads.ask(() -> true));
        assertThat(StoreCalls.ofRecordings(vertx).ask(() -> "open").await(20, TimeUnit.SECONDS))
                .isEqualTo("open");
    }

    @Test
    void caller_who_finds_too_many_before_him_is_refused_until_there_is_room() throws Exception {
        List<Future<Boolean>> asked = fill();
        Future<Boolean> refused = StoreCalls.of(vertx).ask(() -> true);
        assertBusy(refused);
        disk.countDown();
        Future.all(asked).await(20, TimeUnit.SECONDS);
        assertThat(callers.ask(() -> true).await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void caller_who_waits_too_long_for_a_thread_is_refused_and_nothing_is_done() throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        for (int i = 0; i < StoreCalls.CALLER_THREADS; i++) {
            askStuckDisk();
        }
        assertThat(atWork.await(20, TimeUnit.SECONDS)).isTrue();
        Future<Boolean> late = callers.ask(() -> isDone.getAndSet(true));
        nanos.addAndGet(StoreCalls.CALLER_WAIT_MAX_NANOS + 1);
        disk.countDown();
        late.transform(done -> Future.succeededFuture()).await(20, TimeUnit.SECONDS);
        assertBusy(late);
        assertThat(isDone).isFalse();
    }

    private static void assertBusy(Future<?> refused) {
        assertThat(refused.cause()).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.error())
                .isEqualTo(StoreError.BUSY));
    }
}
