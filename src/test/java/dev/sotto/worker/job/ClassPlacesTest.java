package dev.sotto.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.job.Job;
import dev.sotto.job.JobSpec;
import dev.sotto.job.JobState;
import dev.sotto.job.WorkKind;
import dev.sotto.transcript.WorkClass;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
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
    void interactive_work_begins_though_bulk_work_holds_its_places_and_never_keeps_bulk_work_from_them()
            throws Exception {
        Promise<JobOutcome> outcome = Promise.promise();
        AttemptLimits limits = new AttemptLimits(LONG, LONG, LONG, 0, LONG, LONG);
        LeasedJobStore line = new LeasedJobStore(bench.store, bench.blobs, "worker", limits);
        bench.deploy(new JobVerticle(
                line, WorkKind.TRANSCRIBE, (job, control) -> outcome.future(), new ClassPlaces(1, 1), () -> {}));
        JobSpec bulk =
                JobSpec.builder(JobBench.ANN, WorkKind.TRANSCRIBE, "blob", "{}").build();
        JobSpec interactive = JobSpec.builder(JobBench.ANN, WorkKind.TRANSCRIBE, "blob", "{}")
                .workClass(WorkClass.INTERACTIVE)
                .build();
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
