package dev.sotto.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.StoreCalls;
import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.job.port.TenantJobs;
import dev.sotto.testing.CrowdedStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recordings that become jobs, on a disk that takes its time. */
@Timeout(60)
class JobSubmitterTest {
    private static final BlobStore.StoredBlob BLOB = new BlobStore.StoredBlob("key", "checksum", 1);
    private static final JobSubmission ANY = new JobSubmission(Caller.ANYBODY, null, null, true, Optional.empty());

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Object> deleted = new ConcurrentLinkedQueue<>();
    private final CountDownLatch disk = new CountDownLatch(1);
    private final JobSubmitter submitter = new JobSubmitter(vertx, jobs(), null, null);

    @AfterEach
    void close() throws TimeoutException {
        disk.countDown();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void recordings_that_a_slow_disk_keeps_hold_up_nobody_else_who_asks_the_store() throws TimeoutException {
        for (int i = 0; i < 40; i++) {
            submitter.submit(ANY, Path.of("upload"));
        }
        assertThat(StoreCalls.of(vertx).ask(() -> true).await(20, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void recording_whose_job_is_refused_for_want_of_a_thread_is_deleted_before_its_caller_is_told()
            throws TimeoutException {
        disk.countDown();
        CrowdedStore crowd = new CrowdedStore(vertx);
        try {
            Future<JobSubmitter.Receipt> refused = submitter.submit(ANY, Path.of("upload"));
            refused.transform(done -> Future.succeededFuture()).await(20, TimeUnit.SECONDS);
            assertThat(refused.cause()).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.error())
                    .isEqualTo(StoreError.BUSY));
            assertThat(deleted).containsExactly("key");
        } finally {
            crowd.close();
        }
    }

    private JobAccess jobs() {
        BlobStore blobs = (BlobStore) Proxy.newProxyInstance(
                BlobStore.class.getClassLoader(), new Class<?>[] {BlobStore.class}, (any, method, with) -> {
                    if (method.getName().equals("delete")) {
                        deleted.add(with[0]);
                        return null;
                    }
                    disk.await();
                    return BLOB;
                });
        TenantJobs tenantJobs = (TenantJobs) Proxy.newProxyInstance(
                TenantJobs.class.getClassLoader(), new Class<?>[] {TenantJobs.class}, (any, method, with) -> {
                    throw new StoreException(StoreError.FULL, "planted");
                });
        return new JobAccess(tenantJobs, blobs, InstantSource.system());
    }
}
