package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.job.port.Claim;
import dev.sotto.job.port.LeaseStatus;
import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store promises to the workers. */
public abstract class WorkQueueContract extends JobStoreContract {
    @Test
    void a_claim_takes_a_waiting_job_once() {
        Job job = submit(ANN);
        Claim claim = claim();
        assertThat(claim.job().id()).isEqualTo(job.id());
        assertThat(claim.lease()).isEqualTo(new Lease(job.id(), 1, "worker", START.plus(LEASE)));
        assertThat(found(job)).isEqualTo(claim.job());
        assertThat(maybeClaim()).isEmpty();
    }

    @Test
    void workers_that_claim_at_once_never_get_the_same_job() throws Exception {
        for (int i = 0; i < 40; i++) {
            submit(i % 2 == 0 ? ANN : BOB);
        }
        ExecutorService workers = Executors.newFixedThreadPool(8);
        List<JobId> taken = new ArrayList<>();
        try {
            List<Callable<Optional<Claim>>> calls = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                calls.add(this::maybeClaim);
            }
            for (Future<Optional<Claim>> claim : workers.invokeAll(calls)) {
                claim.get().ifPresent(got -> taken.add(got.job().id()));
            }
        } finally {
            workers.shutdownNow();
        }
        assertThat(taken).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void a_lower_class_waits_until_no_higher_one_is_due() {
        Job low = submit(spec(ANN).priority(9).build());
        Job high = submit(spec(ANN).priority(0).build());
        Job delayed =
                submit(spec(ANN).priority(0).notBefore(START.plusSeconds(9)).build());
        assertThat(claim().job().id()).isEqualTo(high.id());
        assertThat(claim().job().id()).isEqualTo(low.id());
        assertThat(maybeClaim()).isEmpty();
        clock.advance(Duration.ofSeconds(9));
        assertThat(claim().job().id()).isEqualTo(delayed.id());
    }

    @Test
    void the_store_tells_when_the_next_waiting_job_is_due() {
        assertThat(store.queue().untilNextDue(WorkKind.TRANSCRIBE)).isEmpty();
        submit(spec(ANN).notBefore(START.plusSeconds(90)).build());
        submit(spec(ANN).notBefore(START.plusSeconds(40)).build());
        assertThat(store.queue().untilNextDue(WorkKind.TRANSCRIBE)).hasValue(Duration.ofSeconds(40));
        assertThat(store.queue().untilNextDue(WorkKind.FETCH)).isEmpty();
        clock.advance(Duration.ofSeconds(40));
        assertThat(store.queue().untilNextDue(WorkKind.TRANSCRIBE)).hasValue(Duration.ofSeconds(50));
    }

    @Test
    void a_tenant_runs_no_more_at_once_than_its_cap() {
        Tenant capped = new Tenant("capped", 1, 1, 99);
        submit(capped);
        submit(capped);
        Claim first = claim();
        assertThat(maybeClaim()).isEmpty();
        store.queue().succeed(first.lease(), "text");
        assertThat(maybeClaim()).isPresent();
    }

    @Test
    void a_heartbeat_renews_and_shows_progress_and_brings_the_wish_to_stop() {
        Job job = submit(ANN);
        Lease lease = claim().lease();
        clock.advance(Duration.ofSeconds(10));
        assertThat(store.queue().renew(lease, new Progress(12.5, 60), LEASE)).isEqualTo(LeaseStatus.HELD);
        assertThat(found(job).progress()).isEqualTo(new Progress(12.5, 60));
        assertThat(found(job).lease().orElseThrow().endsAt()).isEqualTo(START.plusSeconds(40));
        store.tenantJobs().cancel("ann", job.id());
        assertThat(store.queue().renew(lease, new Progress(13, 60), LEASE)).isEqualTo(LeaseStatus.STOP);
        assertThat(store.queue().cancelled(lease).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void a_worker_cannot_cancel_what_nobody_asked_it_to() {
        submit(ANN);
        Lease lease = claim().lease();
        assertThat(store.queue().cancelled(lease)).isEmpty();
        assertThat(store.queue().renew(lease, Progress.NONE, LEASE)).isEqualTo(LeaseStatus.HELD);
    }

    @Test
    void success_stores_result_state_and_messages_together() {
        Job job = submit(spec(ANN).endpoints(List.of("e", "f")).build());
        Job ended = store.queue().succeed(claim().lease(), "text").orElseThrow();
        crashAndReopen();
        assertThat(found(job)).isEqualTo(ended);
        assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(store.tenantJobs().result("ann", job.id())).contains("text");
        assertThat(messages(job))
                .containsExactly(
                        "succeeded: %s e text".formatted(job.id()), "succeeded: %s f text".formatted(job.id()));
    }

    @Test
    void an_announcer_that_fails_undoes_the_whole_end() {
        store.close();
        store = bench.open(JobPolicy.defaults(), clock, 4, (job, result, endpoint) -> {
            throw new IllegalArgumentException("planted");
        });
        Job job = submit(spec(ANN).endpoints(List.of("e")).build());
        Lease lease = claim().lease();
        assertThatThrownBy(() -> store.queue().succeed(lease, "text")).hasMessageContaining("planted");
        assertThat(found(job).state()).isEqualTo(JobState.RUNNING);
        assertThat(store.tenantJobs().result("ann", job.id())).isEmpty();
        assertThat(store.queue().renew(lease, Progress.NONE, LEASE)).isEqualTo(LeaseStatus.HELD);
    }

    @Test
    void a_late_worker_changes_nothing_once_another_has_the_job() {
        Job job = submit(ANN);
        Lease late = claim().lease();
        clock.advance(LEASE);
        store.maintenance().sweep(WORKER, 10);
        Lease current = claim().lease();
        Checkpoint window = new Checkpoint(0, new Progress(30, 60), "stale", "stale");
        assertThat(store.queue().renew(late, Progress.NONE, LEASE)).isEqualTo(LeaseStatus.LOST);
        assertThat(store.queue().checkpoint(late, window, LEASE)).isEqualTo(LeaseStatus.LOST);
        assertThat(store.queue().succeed(late, "stale")).isEmpty();
        assertThat(store.queue().fail(late, FINAL)).isEmpty();
        assertThat(store.queue().release(late)).isEmpty();
        assertThat(store.queue().cancelled(late)).isEmpty();
        assertThat(store.queue().advance(late, new NextStep(WorkKind.TRANSCRIBE, "x", 1, WorkClass.BULK)))
                .isEmpty();
        assertThat(store.queue().succeed(current, "right")).isPresent();
        assertThat(store.tenantJobs().result("ann", job.id())).contains("right");
        assertThat(store.queue().succeed(current, "twice")).isEmpty();
        assertThat(store.tenantJobs().result("ann", job.id())).contains("right");
    }

    @Test
    void a_lease_that_ran_out_but_was_not_taken_still_writes() {
        Job job = submit(ANN);
        Lease lease = claim().lease();
        clock.advance(LEASE.multipliedBy(5));
        assertThat(store.queue().succeed(lease, "text")).isPresent();
        assertThat(store.maintenance().sweep(WORKER, 10)).isEmpty();
        assertThat(found(job).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_passing_fault_waits_for_its_backoff_and_the_third_is_the_last() {
        Job job = submit(spec(ANN).endpoints(List.of("e")).build());
        for (int attempt = 1; attempt <= 2; attempt++) {
            Job waiting = store.queue().fail(claim().lease(), PASSING).orElseThrow();
            assertThat(waiting.state()).isEqualTo(JobState.QUEUED);
            assertThat(messages(job)).isEmpty();
            clock.set(waiting.dueAt());
        }
        assertThat(store.queue().fail(claim().lease(), PASSING).orElseThrow().state())
                .isEqualTo(JobState.DEAD);
        assertThat(found(job).failure()).contains(PASSING);
        assertThat(messages(job)).containsExactly("dead: %s e -".formatted(job.id()));
    }

    @Test
    void bad_input_is_not_tried_again() {
        submit(ANN);
        assertThat(store.queue().fail(claim().lease(), FINAL).orElseThrow().state())
                .isEqualTo(JobState.FAILED);
        assertThat(maybeClaim()).isEmpty();
    }

    @Test
    void a_released_job_is_due_at_once_and_its_attempt_is_not_counted() {
        submit(ANN);
        store.queue().release(claim().lease());
        Claim again = claim();
        assertThat(again.job().tries().attempt()).isEqualTo(1);
        assertThat(again.lease().fence()).isEqualTo(2);
    }

    @Test
    void the_next_attempt_begins_behind_the_last_checkpoint() {
        Job job = submit(ANN);
        Lease lease = claim().lease();
        List<Checkpoint> windows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Checkpoint window = new Checkpoint(i, new Progress(20 * (i + 1), 60), "part" + i, "state" + i);
            windows.add(window);
            assertThat(store.queue().checkpoint(lease, window, LEASE)).isEqualTo(LeaseStatus.HELD);
        }
        assertThat(store.tenantJobs().checkpoints("ann", job.id(), 1)).isEqualTo(windows.subList(1, 3));
        crashAndReopen();
        Claim again = claim();
        assertThat(again.checkpoints()).isEqualTo(windows);
        assertThat(again.job().tries().attempt()).isEqualTo(2);
        assertThat(again.job().progress()).isEqualTo(new Progress(60, 60));
        store.queue().succeed(again.lease(), "text");
        assertThat(store.tenantJobs().checkpoints("ann", job.id(), 0)).isEmpty();
    }

    @Test
    void a_checkpoint_sent_twice_is_kept_once_and_none_may_be_left_out() {
        Job job = submit(ANN);
        Lease lease = claim().lease();
        Checkpoint window = new Checkpoint(0, new Progress(20, 60), "part", "state");
        store.queue().checkpoint(lease, window, LEASE);
        assertThat(store.queue().checkpoint(lease, window, LEASE)).isEqualTo(LeaseStatus.HELD);
        assertThat(store.tenantJobs().checkpoints("ann", job.id(), 0)).containsExactly(window);
        Checkpoint gap = new Checkpoint(2, new Progress(60, 60), "part", "state");
        assertThatThrownBy(() -> store.queue().checkpoint(lease, gap, LEASE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 1");
    }

    @Test
    void a_fetched_job_goes_to_the_other_line() {
        Job job = submit(JobSpec.builder(ANN, WorkKind.FETCH, "https://example.com/a.mp3", "{}")
                .build());
        assertThat(maybeClaim()).isEmpty();
        Claim fetch = store.queue()
                .claim(WorkKind.FETCH, WorkClass.BULK, "fetcher", LEASE)
                .orElseThrow();
        assertThat(store.queue().advance(fetch.lease(), new NextStep(WorkKind.TRANSCRIBE, "blob", 600, WorkClass.BULK)))
                .isPresent();
        assertThat(store.queue().claim(WorkKind.FETCH, WorkClass.BULK, "fetcher", LEASE))
                .isEmpty();
        Claim transcribe = claim();
        assertThat(transcribe.job().id()).isEqualTo(job.id());
        assertThat(transcribe.job().input()).isEqualTo("blob");
    }

    @Test
    void a_job_cancelled_while_it_ran_ends_cancelled_whatever_comes() {
        Job job = submit(spec(ANN).endpoints(List.of("e")).build());
        Lease lease = claim().lease();
        store.tenantJobs().cancel("ann", job.id());
        assertThat(store.queue().succeed(lease, "text").orElseThrow().state()).isEqualTo(JobState.CANCELLED);
        assertThat(store.tenantJobs().result("ann", job.id())).isEmpty();
        assertThat(messages(job)).containsExactly("cancelled: %s e -".formatted(job.id()));
    }

    @Test
    void what_a_worker_is_said_to_run_and_does_not_is_handed_back_uncounted() {
        Job held = submit(ANN);
        Job unheld = submit(ANN);
        claim();
        claim();
        submit(ANN);
        assertThat(store.queue().claim(WorkKind.TRANSCRIBE, WorkClass.BULK, "another", LEASE))
                .isPresent();
        assertThat(store.queue().releaseUnheld(WorkKind.FETCH, "worker", Set.of()))
                .isEmpty();
        assertThat(store.queue().releaseUnheld(WorkKind.TRANSCRIBE, "worker", Set.of(held.id())))
                .extracting(Job::id)
                .containsExactly(unheld.id());
        assertThat(found(held).state()).isEqualTo(JobState.RUNNING);
        assertThat(found(unheld).state()).isEqualTo(JobState.QUEUED);
        assertThat(found(unheld).tries().attempt()).isZero();
    }

    @Test
    void each_class_has_a_line_of_its_own_with_its_own_priorities() {
        Job bulk = submit(spec(ANN).priority(0).build());
        Job calm = submit(interactive(ANN).priority(9).build());
        Job urgent = submit(interactive(ANN).priority(1).build());
        assertThat(claimInteractive()).map(Claim::job).map(Job::id).hasValue(urgent.id());
        assertThat(claimInteractive()).map(Claim::job).map(Job::id).hasValue(calm.id());
        assertThat(claimInteractive()).isEmpty();
        assertThat(claim().job().id()).isEqualTo(bulk.id());
        assertThat(found(calm).workClass()).isEqualTo(WorkClass.INTERACTIVE);
    }

    @Test
    void bulk_work_of_a_tenant_takes_nothing_from_its_turn_and_cap_among_interactive_work() {
        Tenant capped = new Tenant("capped", 1, 1, 999);
        for (int i = 0; i < 50; i++) {
            submit(capped);
        }
        claim();
        Job first = submit(interactive(capped).build());
        assertThat(store.tenantJobs().ahead("capped", first.id())).hasValue(0);
        assertThat(claimInteractive()).map(Claim::job).map(Job::id).hasValue(first.id());
        submit(interactive(capped).build());
        submit(interactive(BOB).build());
        assertThat(claimInteractive()).map(Claim::job).map(Job::tenant).hasValue("bob");
        assertThat(claimInteractive()).as("its own cap holds inside the class").isEmpty();
        assertThat(maybeClaim()).isEmpty();
    }

    @Test
    void a_fetched_recording_that_turns_out_short_goes_on_as_interactive_work() {
        submit(JobSpec.builder(ANN, WorkKind.FETCH, "https://example.org/a", "{}")
                .build());
        Claim fetch = store.queue()
                .claim(WorkKind.FETCH, WorkClass.BULK, "fetcher", LEASE)
                .orElseThrow();
        store.queue().advance(fetch.lease(), new NextStep(WorkKind.TRANSCRIBE, "blob", 5, WorkClass.INTERACTIVE));
        assertThat(maybeClaim()).isEmpty();
        assertThat(claimInteractive()).map(Claim::job).map(Job::input).hasValue("blob");
    }

    private static JobSpec.Builder interactive(Tenant tenant) {
        return spec(tenant).workClass(WorkClass.INTERACTIVE);
    }

    private Optional<Claim> claimInteractive() {
        return store.queue().claim(WorkKind.TRANSCRIBE, WorkClass.INTERACTIVE, "worker", LEASE);
    }
}
