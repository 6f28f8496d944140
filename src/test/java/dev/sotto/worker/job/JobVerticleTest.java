package dev.sotto.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.JobNews;
import dev.sotto.fault.FaultCode;
import dev.sotto.job.Checkpoint;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobSpec;
import dev.sotto.job.JobState;
import dev.sotto.job.NextStep;
import dev.sotto.job.Progress;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.job.port.Submission;
import dev.sotto.testing.Eventually;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.WorkClass;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor over a real store, with an executor that does what the test says. */
@Timeout(60)
class JobVerticleTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final ClassPlaces ONE = ClassPlaces.apart(0, 1);

    private static final AttemptLimits LIMITS = new AttemptLimits(Duration.ofSeconds(30), LONG, LONG, 0, LONG, LONG);

    @TempDir
    Path folder;

    private JobBench bench;
    private final BlockingQueue<JobControl> begun = new LinkedBlockingQueue<>();
    private final CountDownLatch hung = new CountDownLatch(1);
    private volatile Function<JobControl, Future<JobOutcome>> script = control -> Future.succeededFuture(done());

    @BeforeEach
    void open() {
        bench = new JobBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static JobOutcome done() {
        return new JobOutcome.Succeeded(() -> "text", 1);
    }

    private JobVerticle verticle(AttemptLimits limits) {
        LeasedJobStore line = new LeasedJobStore(bench.store, bench.blobs, "worker", limits);
        return new JobVerticle(
                line, WorkKind.TRANSCRIBE, (job, control) -> script.apply(began(control)), ONE, hung::countDown);
    }

    private JobControl began(JobControl control) {
        begun.add(control);
        return control;
    }

    private JobControl awaitBegun() throws InterruptedException {
        return begun.poll(20, TimeUnit.SECONDS);
    }

    private JobVerticle deployed() throws TimeoutException {
        JobVerticle verticle = verticle(LIMITS);
        bench.deploy(verticle);
        return verticle;
    }

    @Test
    void an_executor_that_throws_fails_its_job_and_leaves_its_place() throws Exception {
        script = control -> {
            throw new IllegalStateException("planted");
        };
        deployed();
        Job broken = bench.submit();
        Job dead = bench.await(broken, job -> job.state().isFinal());
        assertThat(dead.state()).isEqualTo(JobState.DEAD);
        assertThat(dead.failure()).map(JobFailure::code).hasValue(FaultCode.INTERNAL);
        script = control -> Future.succeededFuture(done());
        bench.await(bench.submit(), job -> job.state() == JobState.SUCCEEDED);
    }

    @Test
    void a_stored_request_that_cannot_be_read_fails_its_job_at_once() throws Exception {
        JobExecutor real = new TranscriptionExecutor(bench.vertx, bench.blobs, KnownSpeakersSource.NONE);
        Job job = bench.submit("not what this version writes");
        LeasedJobStore line = new LeasedJobStore(bench.store, bench.blobs, "worker", LIMITS);
        bench.deploy(new JobVerticle(line, WorkKind.TRANSCRIBE, real, ONE, () -> {}));
        Job failed = bench.await(job, one -> one.state().isFinal());
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.failure()).map(JobFailure::code).hasValue(FaultCode.JOB_UNREADABLE);
    }

    @Test
    void a_finished_part_that_cannot_be_read_fails_its_job_and_its_waiters_are_told() throws Exception {
        Job job = bench.submit();
        Claim claim = bench.store
                .queue()
                .claim(WorkKind.TRANSCRIBE, WorkClass.BULK, "earlier", LONG)
                .orElseThrow();
        bench.store.queue().checkpoint(claim.lease(), new Checkpoint(0, Progress.NONE, "torn", "torn"), LONG);
        bench.store.queue().release(claim.lease());
        deployed();
        JobNews.StateChanged told = bench.awaitNews(job, JobNews.StateChanged.class);
        assertThat(told.job().state()).isEqualTo(JobState.FAILED);
        assertThat(told.job().failure()).map(JobFailure::code).hasValue(FaultCode.JOB_UNREADABLE);
        assertThat(begun).isEmpty();
    }

    @Test
    void a_job_that_waits_for_a_place_is_not_taken_for_one_that_stalls() throws Exception {
        Promise<JobOutcome> outcome = Promise.promise();
        script = control -> {
            bench.vertx.setPeriodic(20, id -> control.listener().waiting());
            return outcome.future();
        };
        AttemptLimits limits =
                new AttemptLimits(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2), 0, LONG, LONG);
        CountDownLatch longerThanThat = new CountDownLatch(9);
        bench.queue.after(FaultyQueue.Call.RENEW, longerThanThat::countDown); // every third of a second
        bench.deploy(verticle(limits));
        Job job = bench.submit();
        JobControl control = awaitBegun();
        assertThat(longerThanThat.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(control.cancellation().isRequested()).isFalse();
        outcome.complete(done());
        Job ended = bench.await(job, one -> one.state().isFinal());
        assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(ended.tries().attempt()).isEqualTo(1);
    }

    @Test
    void an_attempt_that_runs_longer_than_its_recording_warrants_is_ended_though_it_gets_further() throws Exception {
        script = control -> {
            Promise<JobOutcome> stopped = Promise.promise();
            AtomicInteger steps = new AtomicInteger();
            bench.vertx.setPeriodic(20, id -> {
                control.listener().progress(steps.incrementAndGet(), 1_000_000);
                if (control.cancellation().isRequested()) {
                    bench.vertx.cancelTimer(id);
                    stopped.tryComplete(new JobOutcome.Stopped());
                }
            });
            return stopped.future();
        };
        Duration lease = Duration.ofSeconds(1);
        bench.deploy(verticle(new AttemptLimits(lease, LONG, Duration.ofMillis(1), 1e-9, LONG, LONG)));
        Job ended = bench.await(bench.submit(), job -> job.state().isFinal());
        assertThat(ended.state()).isEqualTo(JobState.DEAD);
        assertThat(ended.failure()).map(JobFailure::code).hasValue(FaultCode.TIME_LIMIT_EXCEEDED);
        assertThat(ended.tries().attempt()).as("tried again once").isEqualTo(2);
    }

    @Test
    void what_an_attempt_may_run_follows_from_the_length_of_its_recording() {
        Duration hours = Duration.ofHours(12);
        AttemptLimits limits = AttemptLimits.ofTranscriptions(LONG, LONG, 10, hours);
        assertThat(limits.runMax(60, 1)).isEqualTo(Duration.ofMinutes(1 + 3 * 10));
        assertThat(limits.runMax(60, 8)).isEqualTo(Duration.ofMinutes(1 + 8 * 3 * 10));
        assertThat(limits.runMax(0, 1)).isEqualTo(Duration.ofSeconds(60).plus(hours.multipliedBy(30)));
    }

    @Test
    void channels_that_are_transcribed_one_after_another_each_have_the_time_of_a_recording() throws Exception {
        Promise<JobOutcome> outcome = Promise.promise();
        script = control -> {
            control.listener().progress(0, 1);
            control.listener().channels(1_000_000);
            return outcome.future();
        };
        CountDownLatch longerThanOneMay = new CountDownLatch(3);
        bench.queue.after(FaultyQueue.Call.RENEW, longerThanOneMay::countDown); // every third of a second
        bench.deploy(verticle(new AttemptLimits(Duration.ofSeconds(1), LONG, Duration.ofMillis(1), 0.001, LONG, LONG)));
        Job job = bench.submit();
        JobControl control = awaitBegun();
        assertThat(longerThanOneMay.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(control.cancellation().isRequested()).isFalse();
        outcome.complete(done());
        bench.await(job, one -> one.state() == JobState.SUCCEEDED);
    }

    @Test
    void a_job_whose_renewal_never_answers_stops_when_two_thirds_of_its_lease_are_over() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        bench.queue.before(FaultyQueue.Call.RENEW, () -> awaitQuietly(disk));
        script = this::untilStopped;
        bench.deploy(verticle(new AttemptLimits(Duration.ofSeconds(1), LONG, LONG, 0, LONG, LONG)));
        bench.submit();
        JobControl control = awaitBegun();
        try {
            Eventually.get(() -> control.cancellation().isRequested(), stopped -> stopped);
        } finally {
            disk.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Future<JobOutcome> untilStopped(JobControl control) {
        Promise<JobOutcome> stopped = Promise.promise();
        bench.vertx.setPeriodic(20, id -> {
            if (control.cancellation().isRequested()) {
                bench.vertx.cancelTimer(id);
                stopped.tryComplete(new JobOutcome.Stopped());
            }
        });
        return stopped.future();
    }

    @Test
    void an_end_whose_answer_was_lost_is_told_all_the_same() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        bench.queue.after(FaultyQueue.Call.SUCCEED, () -> {
            if (writes.getAndIncrement() == 0) {
                throw FaultyQueue.unknown();
            }
        });
        deployed();
        Job job = bench.submit();
        JobNews.StateChanged told = bench.awaitNews(job, JobNews.StateChanged.class);
        assertThat(told.job().state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_result_that_cannot_be_written_down_fails_its_job_without_waiting_for_its_lease() throws Exception {
        script = control -> Future.succeededFuture(new JobOutcome.Succeeded(
                () -> {
                    throw new IllegalStateException("planted");
                },
                1));
        deployed();
        Job dead = bench.await(bench.submit(), job -> job.state().isFinal());
        assertThat(dead.state()).isEqualTo(JobState.DEAD);
        assertThat(dead.failure()).map(JobFailure::code).hasValue(FaultCode.INTERNAL);
    }

    @Test
    void a_result_for_which_the_store_has_no_room_is_made_again_and_stored_by_the_next_attempt() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        bench.queue.before(FaultyQueue.Call.SUCCEED, () -> {
            if (writes.incrementAndGet() <= 5) {
                throw new StoreException(StoreError.FULL, "planted");
            }
        });
        deployed();
        Job job = bench.submit();
        JobNews.StateChanged told = bench.awaitNews(job, JobNews.StateChanged.class);
        assertThat(told.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(told.job().failure()).map(JobFailure::code).hasValue(FaultCode.RESULT_NOT_STORED);
        assertThat(bench.store.tenantJobs().result(job.tenant(), job.id())).isEmpty();
        Job ended = bench.await(job, one -> one.state().isFinal());
        assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(ended.tries().attempt()).isEqualTo(2);
        assertThat(writes).hasValue(6);
        assertThat(bench.store.tenantJobs().result(job.tenant(), job.id())).hasValue("text");
    }

    @Test
    void a_claim_that_comes_while_it_stops_is_handed_back_uncounted_before_the_stop_is_done() throws Exception {
        CountDownLatch claiming = new CountDownLatch(1);
        CountDownLatch disk = new CountDownLatch(1);
        Job job = bench.submit();
        bench.queue.before(FaultyQueue.Call.CLAIM, () -> {
            claiming.countDown();
            awaitQuietly(disk);
        });
        JobVerticle verticle = deployed();
        assertThat(claiming.await(20, TimeUnit.SECONDS)).isTrue();
        bench.vertx.setTimer(300, id -> disk.countDown()); // long after the grace
        verticle.drain(Duration.ofMillis(1)).await(20, TimeUnit.SECONDS);
        assertThat(disk.getCount()).as("the stop waits for the claim").isZero();
        assertThat(bench.found(job).state()).isEqualTo(JobState.QUEUED);
        assertThat(bench.found(job).tries().attempt()).isZero();
        assertThat(begun).isEmpty();
    }

    @Test
    void work_that_goes_on_never_waits_for_a_checkpoint_that_is_written() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch disk = new CountDownLatch(1);
        bench.queue.before(FaultyQueue.Call.CHECKPOINT, () -> {
            writing.countDown();
            awaitQuietly(disk);
        });
        Promise<JobOutcome> outcome = Promise.promise();
        script = control -> outcome.future();
        deployed();
        bench.submit();
        JobControl control = awaitBegun();
        control.listener().finished(new ResumePoint.Batched("en", 1));
        assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();
        try {
            CompletableFuture.runAsync(() -> control.listener().finished(new ResumePoint.Batched("en", 2)))
                    .get(20, TimeUnit.SECONDS);
        } finally {
            disk.countDown();
            outcome.complete(done());
        }
    }

    @Test
    void a_job_that_nobody_told_of_is_found_within_a_lease() throws Exception {
        bench.deploy(verticle(new AttemptLimits(Duration.ofSeconds(1), LONG, LONG, 0, LONG, LONG)));
        bench.await(bench.submit(), job -> job.state() == JobState.SUCCEEDED); // the bell of this one is heard
        JobSpec silent =
                JobSpec.builder(JobBench.ANN, WorkKind.TRANSCRIBE, "blob", "{}").build();
        Job job = ((Submission.Accepted) bench.store.tenantJobs().submit(silent)).job();
        bench.await(job, one -> one.state() == JobState.SUCCEEDED);
    }

    @Test
    void a_job_that_becomes_due_while_the_store_is_looked_through_is_not_overlooked() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        bench.queue.after(FaultyQueue.Call.CLAIM, looked::countDown);
        bench.deploy(verticle(new AttemptLimits(LONG, LONG, LONG, 0, LONG, LONG))); // no look for its own sake
        assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
        bench.queue.after(FaultyQueue.Call.CLAIM, FaultyQueue.untilMillisFromNow(1500));
        JobSpec soon = JobSpec.builder(JobBench.ANN, WorkKind.TRANSCRIBE, "blob", "{}")
                .notBefore(Instant.now().plusMillis(1000))
                .build();
        bench.submit(soon);
        assertThat(awaitBegun()).isNotNull(); // some time it would be looked for anyway, but not so soon
    }

    @Test
    void what_was_fetched_for_a_job_cancelled_meanwhile_is_not_left_behind() throws Exception {
        String key = bench.recording();
        Promise<JobOutcome> outcome = Promise.promise();
        script = control -> outcome.future();
        deployed();
        Job job = bench.submit();
        awaitBegun();
        bench.store.tenantJobs().cancel(job.tenant(), job.id());
        outcome.complete(new JobOutcome.Advanced(new NextStep(WorkKind.TRANSCRIBE, key, 1, WorkClass.BULK)));
        bench.await(job, one -> one.state() == JobState.CANCELLED);
        Eventually.get(bench.blobs::keys, Set::isEmpty);
    }

    @Test
    void an_attempt_that_does_not_stop_loses_its_job_and_keeps_its_place_until_it_ends() throws Exception {
        Promise<JobOutcome> hangs = Promise.promise();
        script = control -> hangs.future();
        Duration tick = Duration.ofMillis(1);
        bench.deploy(verticle(new AttemptLimits(Duration.ofSeconds(1), LONG, tick, 0, LONG, tick)));
        Job job = bench.submit();
        JobNews.StateChanged told = bench.awaitNews(job, JobNews.StateChanged.class);
        assertThat(told.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(told.job().failure()).map(JobFailure::code).hasValue(FaultCode.TIME_LIMIT_EXCEEDED);
        assertThat(hung.await(20, TimeUnit.SECONDS)).as("it was the last place").isTrue();
        assertThat(begun).as("nothing else is begun").hasSize(1);
        script = control -> Future.succeededFuture(done());
        hangs.complete(new JobOutcome.Stopped());
        bench.await(job, one -> one.state() == JobState.SUCCEEDED);
    }

    @Test
    void a_claim_whose_answer_was_lost_is_taken_back_uncounted() throws Exception {
        AtomicInteger claims = new AtomicInteger();
        Job job = bench.submit();
        bench.queue.after(FaultyQueue.Call.CLAIM, () -> {
            if (claims.getAndIncrement() == 0) {
                throw FaultyQueue.unknown();
            }
        });
        deployed();
        Job ended = bench.await(job, one -> one.state() == JobState.SUCCEEDED);
        assertThat(ended.tries().attempt()).isEqualTo(1);
        assertThat(ended.tries().losses()).isZero();
    }
}
