package dev.sotto.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.StoreCalls;
import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.testing.CrowdedStore;
import dev.sotto.testing.FaultyBlobStore;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recordings that become jobs, on a disk that takes its time. */
@Timeout(60)
class JobSubmitterTest {
    @TempDir
    Path home;

    private ServiceBench bench;
    private JobSubmitter submitter;
    private final Queue<String> deleted = new ConcurrentLinkedQueue<>();
    private final CountDownLatch disk = new CountDownLatch(1);

    @BeforeEach
    void open() {
        bench = new ServiceBench(home, Map.of());
        BlobStore blobs = new FaultyBlobStore(bench.stores.blobs())
                .beforeTake(this::awaitDisk)
                .beforeDelete(deleted::add);
        JobAccess jobs =
                new JobAccess(bench.stores.jobs().tenantJobs(), bench.stores.jobs(), blobs, bench.stores.clock());
        JobServices.Stores stores =
                new JobServices.Stores(jobs, bench.webhooks(), bench.stores.keys(), Optional.empty());
        submitter = new JobSubmitter(bench.vertx, bench.services.backend(), stores, bench.config);
    }

    private void awaitDisk() {
        try {
            disk.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        disk.countDown();
        bench.close();
    }

    private Future<JobSubmitter.Receipt> submit() {
        return submitter.submit(ServiceBench.submission(ServiceBench.ANN, false), bench.recording("sound"));
    }

    @Test
    void recordings_that_a_slow_disk_keeps_hold_up_nobody_else_who_asks_the_store() throws TimeoutException {
        List<Future<JobSubmitter.Receipt>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(submit());
        }
        assertThat(StoreCalls.of(bench.vertx).ask(() -> true).await(20, TimeUnit.SECONDS))
                .isTrue();
        disk.countDown();
        Future.all(all).await(20, TimeUnit.SECONDS);
    }

    @Test
    void recording_whose_job_is_refused_for_want_of_a_thread_is_deleted_before_its_caller_is_told()
            throws TimeoutException {
        disk.countDown();
        CrowdedStore crowd = new CrowdedStore(bench.vertx);
        try {
            Future<JobSubmitter.Receipt> refused = submit();
            refused.transform(done -> Future.succeededFuture()).await(20, TimeUnit.SECONDS);
            assertThat(refused.cause()).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.error())
                    .isEqualTo(StoreError.BUSY));
            assertThat(deleted).hasSize(1);
            assertThat(bench.stores.blobs().keys()).isEmpty();
        } finally {
            crowd.close();
        }
    }
}
