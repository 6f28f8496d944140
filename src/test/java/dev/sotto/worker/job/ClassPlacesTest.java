package dev.sotto.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobWaiting;
import dev.sotto.job.Job;
import dev.sotto.job.JobSpec;
import dev.sotto.job.JobState;
import dev.sotto.job.WorkKind;
import dev.sotto.transcript.WorkClass;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor with places for both classes of work. */
@Timeout(60)
class ClassPlacesTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private JobBench bench;

    @BeforeEach
    void open() {
        bench = new JobBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void places_that_are_shared_hold_no_more_jobs_than_they_are_whatever_their_class() throws Exception {
        Promise<JobOutcome> outcome = Promise.promise();
        Job bulk = bench.submit(spec(WorkClass.BULK));
        Job interactive = bench.submit(spec(WorkClass.INTERACTIVE));
        CountDownLatch longer = new CountDownLatch(2);
        bench.queue.after(FaultyQueue.Call.RENEW, longer::countDown); // every second
        bench.deploy(verticle(ClassPlaces.shared(1), outcome));
        bench.await(interactive, job -> job.state() == JobState.RUNNING);
        bench.vertx.eventBus().publish(Addresses.JOB_WAITING, new JobWaiting(WorkKind.TRANSCRIBE));
        assertThat(longer.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(bench.found(bulk).state()).isEqualTo(JobState.QUEUED);
        outcome.complete(new JobOutcome.Succeeded(() -> "text", 1));
        bench.await(bulk, job -> job.state() == JobState.SUCCEEDED);
    }

    private JobVerticle verticle(ClassPlaces places, Promise<JobOutcome> outcome) {
        AttemptLimits limits = new AttemptLimits(Duration.ofSeconds(3), LONG, LONG, 0, LONG, LONG);
        LeasedJobStore line = new LeasedJobStore(bench.store, bench.blobs, "worker", limits);
        return new JobVerticle(line, WorkKind.TRANSCRIBE, (job, control) -> outcome.future(), places, () -> {});
    }

    private static JobSpec spec(WorkClass workClass) {
        return JobSpec.builder(JobBench.ANN, WorkKind.TRANSCRIBE, "blob", "{}")
                .workClass(workClass)
                .build();
    }

    @Test
    void one_owner_never_gets_the_last_of_several_places() {
        assertThat(ClassPlaces.shared(8).ofOwner()).isEqualTo(6);
        assertThat(ClassPlaces.shared(2).ofOwner()).isEqualTo(1);
        assertThat(ClassPlaces.shared(1).ofOwner()).isEqualTo(1);
    }

    @Test
    void interactive_work_begins_though_bulk_work_holds_its_places_and_never_keeps_bulk_work_from_them()
            throws Exception {
        Promise<JobOutcome> outcome = Promise.promise();
        bench.deploy(verticle(ClassPlaces.apart(1, 1), outcome));
        JobSpec bulk = spec(WorkClass.BULK);
        JobSpec interactive = spec(WorkClass.INTERACTIVE);
        Job first = bench.submit(interactive);
        Job waits = bench.submit(interactive);
        bench.await(first, job -> job.state() == JobState.RUNNING);
        Job other = bench.submit(bulk);
        bench.await(other, job -> job.state() == JobState.RUNNING);
        assertThat(bench.found(waits).state()).isEqualTo(JobState.QUEUED);
        outcome.complete(new JobOutcome.Succeeded(() -> "text", 1));
        bench.await(waits, job -> job.state() == JobState.SUCCEEDED);
        bench.await(other, job -> job.state() == JobState.SUCCEEDED);
    }
}
