package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.fault.FaultCode;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobCounts;
import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store promises to its caretaker, and over a restart. */
public abstract class JobMaintenanceContract extends JobStoreContract {
    @Test
    void a_lease_that_ran_out_lets_another_worker_take_the_job() {
        Job job = submit(ANN);
        claim();
        clock.advance(LEASE.minusMillis(1));
        assertThat(store.maintenance().sweep(WORKER, 10)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(store.maintenance().sweep(WORKER, 10)).extracting(Job::id).containsExactly(job.id());
        assertThat(claim().job().tries().attempt()).isEqualTo(1);
    }

    @Test
    void a_worker_that_stood_still_for_longer_than_its_lease_any_number_of_times_costs_a_job_nothing() {
        Job job = submit(ANN);
        for (int suspended = 0; suspended < 5; suspended++) {
            claim();
            clock.advance(Duration.ofHours(8));
            assertThat(store.maintenance().sweep(WORKER, 10))
                    .extracting(Job::id)
                    .containsExactly(job.id());
        }
        assertThat(found(job).state()).isEqualTo(JobState.QUEUED);
        assertThat(found(job).tries()).isEqualTo(new Tries(0, 0, 0, 5, 0));
    }

    @Test
    void the_end_of_anothers_lease_counts_as_the_loss_of_that_worker() {
        Job job = submit(ANN);
        claim();
        clock.advance(LEASE);
        store.maintenance().sweep("another", 10);
        assertThat(found(job).tries().losses()).isEqualTo(1);
    }

    @Test
    void a_job_nobody_began_in_time_fails_as_expired_and_one_that_began_does_not() {
        Job begun = submit(spec(ANN).expiresAt(START.plusSeconds(60)).build());
        store.queue().release(claim().lease());
        Job waiting = submit(spec(ANN)
                .expiresAt(START.plusSeconds(60))
                .endpoints(List.of("e"))
                .build());
        clock.advance(Duration.ofSeconds(60));
        assertThat(claim().job().id()).isEqualTo(begun.id());
        assertThat(maybeClaim()).isEmpty();
        assertThat(store.maintenance().sweep(WORKER, 10)).extracting(Job::id).containsExactly(waiting.id());
        assertThat(found(waiting).failure().orElseThrow().code()).isEqualTo(FaultCode.EXPIRED);
        assertThat(messages(waiting)).containsExactly("failed: %s e -".formatted(waiting.id()));
    }

    @Test
    void a_sweep_takes_no_more_than_it_is_allowed() {
        for (int i = 0; i < 5; i++) {
            submit(ANN);
            claim();
        }
        clock.advance(LEASE);
        assertThat(store.maintenance().sweep(WORKER, 3)).hasSize(3);
        assertThat(store.maintenance().sweep(WORKER, 3)).hasSize(2);
    }

    @Test
    void a_restart_takes_running_jobs_back_without_waiting_for_their_leases() {
        Job job = submit(ANN);
        claim();
        crashAndReopen();
        assertThat(found(job).state()).isEqualTo(JobState.QUEUED);
        assertThat(claim().job().tries().attempt()).isEqualTo(2);
    }

    @Test
    void a_job_that_kills_its_process_twice_and_once_more_alone_is_dead_and_others_go_on() {
        Job poison = submit(spec(ANN).priority(0).endpoints(List.of("e")).build());
        Job healthy = submit(ANN);
        for (int crash = 0; crash < 3; crash++) {
            assertThat(found(poison).state()).isEqualTo(JobState.QUEUED);
            assertThat(claim().job().id()).isEqualTo(poison.id());
            crashAndReopen();
        }
        assertThat(found(poison).state()).isEqualTo(JobState.DEAD);
        assertThat(found(poison).failure().orElseThrow().code()).isEqualTo(FaultCode.WORKER_LOST);
        assertThat(messages(poison)).containsExactly("dead: %s e -".formatted(poison.id()));
        assertThat(claim().job().id()).isEqualTo(healthy.id());
    }

    @Test
    void a_job_that_ran_beside_one_that_kills_its_process_is_never_given_up_for_it() {
        Job poison = submit(ANN);
        Job neighbour = submit(BOB);
        for (int crash = 0; crash < 2; crash++) {
            claim();
            claim();
            crashAndReopen();
        }
        Claim alone = claim();
        assertThat(alone.job().id()).isEqualTo(poison.id());
        assertThat(maybeClaim()).as("nothing beside a suspect").isEmpty();
        crashAndReopen();
        assertThat(found(poison).state()).isEqualTo(JobState.DEAD);
        Claim next = claim();
        assertThat(next.job().id()).isEqualTo(neighbour.id());
        assertThat(store.queue().succeed(next.lease(), "text")).isPresent();
    }

    @Test
    void work_of_every_kind_and_class_waits_while_a_suspect_runs_and_a_checkpoint_clears_it() {
        suspect();
        submit(ANN);
        submit(JobSpec.builder(BOB, WorkKind.FETCH, "https://example.org/a", "{}")
                .build());
        Claim alone = claim();
        assertThat(maybeClaim()).isEmpty();
        assertThat(claimFetch()).isEmpty();
        store.queue().checkpoint(alone.lease(), new Checkpoint(0, new Progress(1, 60), "part", "state"), LEASE);
        assertThat(maybeClaim()).isPresent();
        assertThat(claimFetch()).isPresent();
    }

    @Test
    void a_suspect_waits_for_a_moment_when_nothing_runs_and_after_a_while_nothing_begins_before_it() {
        Job suspect = suspect();
        submit(spec(ANN).priority(0).build());
        Claim running = claim();
        submit(BOB);
        Claim beside = claim();
        assertThat(beside.job().tenant())
                .as("others pass a suspect that has to wait")
                .isEqualTo("bob");
        submit(BOB);
        clock.advance(JobPolicy.SUSPECT_WAIT_MAX);
        assertThat(maybeClaim()).as("its turn comes before that of a new job").isEmpty();
        store.queue().succeed(running.lease(), "text");
        assertThat(maybeClaim()).as("something still runs").isEmpty();
        store.queue().succeed(beside.lease(), "text");
        assertThat(claim().job().id()).isEqualTo(suspect.id());
    }

    /** Waits, after two processes died while it ran. */
    private Job suspect() {
        Job suspect = submit(ANN);
        for (int crash = 0; crash < 2; crash++) {
            claim();
            crashAndReopen();
        }
        return found(suspect);
    }

    private Optional<Claim> claimFetch() {
        return store.queue().claim(WorkKind.FETCH, WorkClass.BULK, WORKER, LEASE);
    }

    @Test
    void a_cancelled_job_whose_worker_died_ends_cancelled() {
        Job job = submit(ANN);
        claim();
        store.tenantJobs().cancel("ann", job.id());
        crashAndReopen();
        assertThat(found(job).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void ended_jobs_are_forgotten_when_their_time_is_over_with_the_messages_that_are_on_no_way() {
        Job kept = submit(ANN);
        Job job = submit(
                spec(ANN).retention(Duration.ofHours(1)).endpoints(List.of("e")).build());
        store.queue().succeed(claim().lease(), "a");
        store.queue().succeed(claim().lease(), "b");
        clock.advance(Duration.ofHours(1));
        assertThat(store.maintenance().purge(10, clock.instant()))
                .extracting(Job::id)
                .containsExactly(job.id());
        assertThat(store.tenantJobs().find("ann", job.id())).isEmpty();
        assertThat(messages(job)).isEmpty();
        assertThat(found(kept).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void waiting_and_running_jobs_are_never_purged() {
        submit(ANN);
        submit(ANN);
        claim();
        clock.advance(Duration.ofDays(1000));
        assertThat(store.maintenance().purge(10, clock.instant())).isEmpty();
    }

    @Test
    void audio_is_in_use_as_long_as_its_job_may_yet_run() {
        Job job = submit(spec(ANN).build());
        assertThat(store.maintenance().isUsed("blob")).isTrue();
        assertThat(store.maintenance().isUsed("other")).isFalse();
        Job failed = store.queue().fail(claim().lease(), FINAL).orElseThrow();
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(store.maintenance().isUsed("blob")).isTrue();
        store.tenantJobs().retry(ANN, job.id());
        store.tenantJobs().cancel("ann", job.id());
        assertThat(store.maintenance().isUsed("blob")).isFalse();
    }

    @Test
    void counts_tell_due_delayed_and_running_jobs_of_each_class_and_the_longest_wait() {
        submit(ANN);
        submit(ANN);
        submit(spec(BOB).notBefore(START.plusSeconds(100)).build());
        claim();
        assertThat(store.maintenance().counts().interactive()).isEqualTo(JobCounts.OfClass.NONE);
        clock.advance(Duration.ofSeconds(5));
        submit(spec(ANN).workClass(WorkClass.INTERACTIVE).build());
        clock.advance(Duration.ofSeconds(2));
        assertThat(store.maintenance().counts())
                .isEqualTo(new JobCounts(
                        new JobCounts.OfClass(1, 0, 0, 60, Duration.ofSeconds(2)),
                        new JobCounts.OfClass(1, 1, 1, 180, Duration.ofSeconds(7)),
                        Duration.ZERO));
    }

    @Test
    void a_start_with_a_clock_hours_behind_makes_no_acknowledged_job_wait_and_none_pass_it() {
        Job waiting = submit(ANN);
        Job scheduled = submit(spec(ANN).notBefore(START.plusSeconds(60)).build());
        clock.advance(Duration.ofHours(-2));
        crashAndReopen();
        Job late = submit(ANN);
        assertThat(claim().job().id()).isEqualTo(waiting.id());
        assertThat(claim().job().id()).isEqualTo(late.id());
        assertThat(maybeClaim()).isEmpty();
        clock.advance(Duration.ofSeconds(60));
        assertThat(claim().job().id()).isEqualTo(scheduled.id());
    }

    @Test
    void a_start_with_a_clock_days_ahead_forgets_nothing_for_a_day_nor_before_the_right_clock_says_so() {
        Job job = submit(spec(ANN).retention(Duration.ofDays(3)).build());
        store.queue().succeed(claim().lease(), "text");
        clock.advance(Duration.ofHours(100));
        crashAndReopen();
        assertThat(store.maintenance().purge(10, clock.instant())).isEmpty();
        clock.advance(Duration.ofHours(23));
        assertThat(store.maintenance().purge(10, clock.instant())).isEmpty();
        clock.advance(Duration.ofHours(2));
        Instant corrected = clock.instant().minus(Duration.ofHours(100));
        assertThat(store.maintenance().purge(10, corrected)).isEmpty();
        assertThat(store.maintenance().purge(10, clock.instant()))
                .extracting(Job::id)
                .containsExactly(job.id());
    }

    @Test
    void a_clock_that_is_set_back_makes_no_negative_times() {
        Job job = submit(ANN);
        clock.advance(Duration.ofHours(-1));
        assertThat(store.maintenance().counts().bulk().oldestDue()).isEqualTo(Duration.ZERO);
        assertThat(found(job).createdAt()).isEqualTo(START);
    }
}
