package dev.sotto.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.LocalCodec;
import dev.sotto.config.ServerConfig;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.FairShare;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.job.port.TenantJobs;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller who waits, over a store that does not answer at once. */
@Timeout(60)
class JobWaiterTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void caller_whose_job_ended_before_he_listened_is_told_once_the_store_answers() throws Exception {
        Job ended = ended();
        JobWaiter waiter = waiter(Optional.of(ended));
        assertThat(wait(waiter, ended.id()).await(20, TimeUnit.SECONDS)).isEqualTo(ended);
        assertThat(asked).hasValue(2);
    }

    @Test
    void caller_whose_job_is_gone_does_not_wait_for_it() throws Exception {
        Future<Job> end = wait(waiter(Optional.empty()), ended().id());
        end.transform(done -> Future.succeededFuture()).await(20, TimeUnit.SECONDS);
        assertThat(end.cause())
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().code()).isEqualTo(FaultCode.JOB_NOT_FOUND));
    }

    /** On an event loop, to which a waiter belongs. */
    private Future<Job> wait(JobWaiter waiter, JobId id) {
        Promise<Job> end = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(any -> waiter.begin(Caller.ANYBODY, id).end().onComplete(end));
        return end.future();
    }

    /** The first look into the store fails. */
    private JobWaiter waiter(Optional<Job> found) throws TimeoutException {
        LocalCodec.registerAll(vertx.eventBus());
        TenantJobs tenantJobs = (TenantJobs) Proxy.newProxyInstance(
                TenantJobs.class.getClassLoader(), new Class<?>[] {TenantJobs.class}, (any, method, with) -> {
                    if (asked.getAndIncrement() == 0) {
                        throw new StoreException(StoreError.BUSY, "planted");
                    }
                    return found;
                });
        JobWatch watch = new JobWatch();
        watch.start(vertx).await(20, TimeUnit.SECONDS);
        JobAccess jobs = new JobAccess(tenantJobs, null, InstantSource.system());
        return new JobWaiter(
                vertx, jobs, watch, new ServerConfig.Transcription(2, 8, 64, Duration.ofMinutes(1), "batched"));
    }

    private static Job ended() {
        Random random = new Random(3);
        JobRules rules = new JobRules(JobPolicy.defaults(), random);
        Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
        JobSpec spec = JobSpec.builder(Tenant.unlimited("open"), WorkKind.TRANSCRIBE, "blob", "{}")
                .build();
        Job waiting = rules.submitted(JobId.draw(random), spec, FairShare.of(0, 0, 1, 1), now);
        return rules.cancelled(waiting, now);
    }
}
