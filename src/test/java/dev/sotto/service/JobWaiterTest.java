package dev.sotto.service;

import static dev.sotto.service.ServiceBench.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A caller who waits, over a store that does not answer the first look. */
@Timeout(60)
class JobWaiterTest {
    @TempDir
    Path home;

    private ServiceBench bench;
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void open() {
        bench = new ServiceBench(home, Map.of());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void caller_whose_job_ended_before_he_listened_is_told_once_the_store_answers() throws Exception {
        JobId id = bench.submit(ANN, "sound").id();
        Job ended = bench.await(services -> services.commands().cancel(ANN, id));
        assertThat(wait(id).await(20, TimeUnit.SECONDS)).isEqualTo(ended);
        assertThat(asked).hasValue(2);
    }

    @Test
    void caller_whose_job_is_gone_does_not_wait_for_it() throws Exception {
        Future<Job> end = wait(new JobId("job_gone"));
        end.transform(done -> Future.succeededFuture()).await(20, TimeUnit.SECONDS);
        assertThat(end.cause())
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().code()).isEqualTo(FaultCode.JOB_NOT_FOUND));
    }

    private Future<Job> wait(JobId id) {
        FaultyTenantJobs jobs = new FaultyTenantJobs(bench.stores.jobs().tenantJobs(), () -> {
            if (asked.getAndIncrement() == 0) {
                throw new StoreException(StoreError.BUSY, "planted");
            }
        });
        JobAccess access = new JobAccess(jobs, bench.stores.jobs(), bench.stores.blobs(), bench.stores.clock());
        return bench.ask(services -> {
            JobWaiter waiter = new JobWaiter(bench.vertx, access, services.watch(), bench.config.transcription());
            return waiter.begin(ANN, id).end();
        });
    }
}
