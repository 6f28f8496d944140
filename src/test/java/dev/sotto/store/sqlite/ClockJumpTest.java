package dev.sotto.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.fault.FaultCode;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.JobState;
import dev.sotto.job.Progress;
import dev.sotto.job.SteadyClock;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.LeaseStatus;
import dev.sotto.job.port.Submission;
import dev.sotto.store.sql.SqlJobStore;
import dev.sotto.testing.SettableClock;
import dev.sotto.transcript.WorkClass;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine's clock is set while jobs run, wait and are kept. What counts for them is the time that passes. */
class ClockJumpTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration BEAT = Duration.ofSeconds(10);
    private static final Tenant ANN = Tenant.unlimited("ann");

    @TempDir
    Path folder;

    private final SettableClock wall = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Random random = new Random(3);
    private final AtomicLong nanos = new AtomicLong();
    private SqliteDatabase database;
    private JobStore store;

    @BeforeEach
    void open() {
        SteadyClock steady = new SteadyClock(wall, nanos::get);
        database = SqliteDatabase.open(SqliteSettings.in(folder), steady);
        store = SqlJobStore.on(
                database, new JobRules(JobPolicy.defaults(), random), steady, random, JobAnnouncer.SILENT);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        wall.advance(time);
    }

    private void jump(long hours) {
        wall.advance(Duration.ofHours(hours));
    }

    private static JobSpec.Builder spec() {
        return JobSpec.builder(ANN, WorkKind.TRANSCRIBE, "blob", "request");
    }

    private Job submit(JobSpec spec) {
        return ((Submission.Accepted) store.tenantJobs().submit(spec)).job();
    }

    private Optional<Claim> claim() {
        return store.queue().claim(WorkKind.TRANSCRIBE, WorkClass.BULK, "w", LEASE);
    }

    private Job found(Job job) {
        return store.tenantJobs().find("ann", job.id()).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, -3, 40 * 24, -40 * 24, 24 * 365 * 20, -24 * 365 * 20})
    void what_runs_waits_or_is_kept_goes_by_the_time_that_passes(long hours) {
        Job kept = submit(spec().retention(Duration.ofHours(1)).build());
        store.queue().succeed(claim().orElseThrow().lease(), "text");
        Job running = submit(spec().build());
        Claim claim = claim().orElseThrow();
        Job first = submit(spec().build());
        jump(hours);
        Job second = submit(spec().expiresAt(found(first).createdAt().plus(Duration.ofHours(1)))
                .build());
        for (int i = 0; i < 6; i++) { // a minute of heartbeats
            pass(BEAT);
            assertThat(store.maintenance().sweep("w", 10)).isEmpty();
            assertThat(store.queue().renew(claim.lease(), Progress.NONE, LEASE)).isEqualTo(LeaseStatus.HELD);
        }
        assertThat(found(running).state()).isEqualTo(JobState.RUNNING);
        assertThat(claim().orElseThrow().job().id()).isEqualTo(first.id());
        assertThat(claim().orElseThrow().job().id()).isEqualTo(second.id());
        assertThat(store.maintenance().purge(10, wall.instant())).isEmpty();
        assertThat(found(kept).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, -3, 40 * 24, -40 * 24})
    void a_failed_attempt_is_made_again_when_its_wait_has_passed(long hours) {
        Job job = submit(spec().build());
        store.queue().fail(claim().orElseThrow().lease(), new JobFailure(FaultCode.INTERNAL, "Something failed."));
        assertThat(found(job).state()).isEqualTo(JobState.QUEUED);
        jump(hours);
        pass(JobPolicy.DEFAULT_BACKOFF.first().multipliedBy(5).dividedBy(4)); // the clock may close in by a tenth
        assertThat(claim()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, -3, 40 * 24, -40 * 24})
    void a_result_is_kept_as_long_as_was_promised_and_no_longer_once_the_clock_is_right(long hours) {
        Job job = submit(spec().retention(Duration.ofHours(5)).build());
        store.queue().succeed(claim().orElseThrow().lease(), "text");
        jump(hours);
        pass(Duration.ofMinutes(265)); // 5 h less a tenth, and a little
        assertThat(store.maintenance().purge(10, wall.instant())).isEmpty();
        jump(-hours);
        pass(Duration.ofMinutes(70));
        assertThat(store.maintenance().purge(10, wall.instant()))
                .extracting(Job::id)
                .containsExactly(job.id());
    }

    @Test
    void jobs_keep_their_order_however_often_the_clock_jumps() {
        List<Job> submitted = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            submitted.add(submit(spec().build()));
            jump(random.nextLong(-1000, 1000));
            pass(Duration.ofSeconds(random.nextLong(1, 100)));
        }
        List<Object> claimed = new ArrayList<>();
        for (Optional<Claim> claim = claim(); claim.isPresent(); claim = claim()) {
            claimed.add(claim.orElseThrow().job().id());
            store.queue().succeed(claim.orElseThrow().lease(), "text");
        }
        assertThat(claimed).isEqualTo(submitted.stream().map(Job::id).toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {40 * 24, -40 * 24})
    void a_start_behind_a_jump_goes_on_with_what_waits(long hours) {
        Job waiting = submit(spec().build());
        Job kept = submit(spec().retention(Duration.ofHours(1)).build());
        claim();
        jump(hours);
        pass(BEAT);
        database.close();
        open();
        Job late = submit(spec().build());
        assertThat(claim().orElseThrow().job().id()).isEqualTo(waiting.id());
        assertThat(claim().orElseThrow().job().id()).isEqualTo(kept.id());
        assertThat(claim().orElseThrow().job().id()).isEqualTo(late.id());
    }
}
