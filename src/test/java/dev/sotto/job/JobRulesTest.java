package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final JobFailure PASSING = new JobFailure(FaultCode.INTERNAL, "went wrong");

    private final JobRules rules = new JobRules(JobPolicy.defaults(), new Random(7));

    @Test
    void a_new_job_waits_without_attempt_or_lease() {
        Job job = waiting();
        assertThat(job.state()).isEqualTo(JobState.QUEUED);
        assertThat(job.tries()).isEqualTo(Tries.NONE);
        assertThat(job.dueAt()).isEqualTo(NOW);
        assertThat(job.lease()).isEmpty();
    }

    @Test
    void a_start_time_in_the_past_means_at_once_and_one_in_the_future_delays() {
        Job past = rules.submitted(id(), spec().notBefore(NOW.minusSeconds(5)).build(), share(), NOW);
        Job future = rules.submitted(id(), spec().notBefore(NOW.plusSeconds(5)).build(), share(), NOW);
        assertThat(past.dueAt()).isEqualTo(NOW);
        assertThat(future.dueAt()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void a_claim_counts_the_attempt_and_raises_the_fence() {
        Job job = running();
        assertThat(job.tries().attempt()).isEqualTo(1);
        assertThat(job.lease()).contains(new Lease(job.id(), 1, "worker", NOW.plus(LEASE)));
        assertThat(job.startedAt()).contains(NOW);
    }

    @Test
    void a_release_gives_the_attempt_back_but_never_the_fence() {
        Job again = claim(rules.released(running(), NOW));
        assertThat(again.tries().attempt()).isEqualTo(1);
        assertThat(again.tries().fence()).isEqualTo(2);
    }

    @Test
    void a_passing_fault_waits_no_longer_than_the_backoff_and_the_third_in_a_row_is_the_last() {
        Job first = rules.failed(running(), PASSING, NOW);
        assertThat(first.state()).isEqualTo(JobState.QUEUED);
        assertThat(first.dueAt()).isBetween(NOW, NOW.plusSeconds(5));
        assertThat(first.failure()).contains(PASSING);
        Job second = rules.failed(claim(first), PASSING, NOW);
        assertThat(second.dueAt()).isBetween(NOW, NOW.plusSeconds(10));
        Job third = rules.failed(claim(second), PASSING, NOW);
        assertThat(third.state()).isEqualTo(JobState.DEAD);
        assertThat(third.endedAt()).contains(NOW);
        assertThat(third.purgeAt()).contains(NOW.plus(Duration.ofDays(7)));
    }

    @Test
    void progress_between_faults_makes_attempts_fresh() {
        Job job = running();
        for (int window = 0; window < 5; window++) {
            job = claim(rules.failed(job, PASSING, NOW));
            job = rules.checkpointed(job, new Checkpoint(window, new Progress(window, 60), "", ""), LEASE, NOW);
        }
        assertThat(job.state()).isEqualTo(JobState.RUNNING);
        assertThat(job.tries()).isEqualTo(new Tries(6, 0, 0, 6, 0));
    }

    @ParameterizedTest
    @EnumSource(FaultCode.class)
    void each_code_is_retried_as_often_as_it_says(FaultCode code) {
        int attempts = 0;
        Job job = waiting();
        while (!job.state().isFinal()) {
            job = rules.failed(claim(job), new JobFailure(code, "seen"), NOW);
            attempts++;
        }
        int expected =
                switch (code.retry()) {
                    case NEVER -> 1;
                    case ONCE -> 2;
                    case POLICY -> 3;
                };
        assertThat(attempts).isEqualTo(expected);
        assertThat(job.state()).isEqualTo(expected == 1 ? JobState.FAILED : JobState.DEAD);
    }

    @Test
    void a_job_that_loses_two_workers_without_getting_further_is_a_suspect_and_dead_with_the_third() {
        Job once = rules.lost(running(), NOW);
        assertThat(once.state()).isEqualTo(JobState.QUEUED);
        assertThat(rules.isSuspect(once)).isFalse();
        Job twice = rules.lost(claim(once), NOW);
        assertThat(twice.state()).isEqualTo(JobState.QUEUED);
        assertThat(rules.isSuspect(twice)).isTrue();
        Job alone = rules.lost(claim(twice), NOW);
        assertThat(alone.state()).isEqualTo(JobState.DEAD);
        assertThat(alone.failure().orElseThrow().code()).isEqualTo(FaultCode.WORKER_LOST);
    }

    @Test
    void a_lease_of_a_worker_that_lives_ends_without_counting_and_that_of_another_counts() {
        Job own = rules.leaseEnded(running(), "worker", NOW);
        assertThat(own.state()).isEqualTo(JobState.QUEUED);
        assertThat(own.tries()).isEqualTo(new Tries(0, 0, 0, 1, 0));
        Job others = rules.leaseEnded(running(), "another", NOW);
        assertThat(others.tries()).isEqualTo(new Tries(1, 0, 1, 1, 0));
    }

    @Test
    void a_job_that_gets_further_each_time_may_lose_any_number_of_workers() {
        Job job = running();
        for (int window = 0; window < 10; window++) {
            job = rules.checkpointed(job, new Checkpoint(window, new Progress(window, 60), "", ""), LEASE, NOW);
            job = claim(rules.lost(job, NOW));
        }
        assertThat(job.tries().attempt()).isEqualTo(11);
    }

    @Test
    void a_waiting_job_is_cancelled_at_once_and_a_running_one_is_asked() {
        assertThat(rules.cancelAsked(waiting(), NOW).state()).isEqualTo(JobState.CANCELLED);
        Job asked = rules.cancelAsked(running(), NOW);
        assertThat(asked.state()).isEqualTo(JobState.RUNNING);
        assertThat(asked.cancelRequested()).isTrue();
    }

    @Test
    void whatever_a_worker_brings_a_job_asked_to_stop_ends_cancelled() {
        Job asked = rules.cancelAsked(running(), NOW);
        assertThat(rules.succeeded(asked, 0, NOW).state()).isEqualTo(JobState.CANCELLED);
        assertThat(rules.failed(asked, PASSING, NOW).state()).isEqualTo(JobState.CANCELLED);
        assertThat(rules.released(asked, NOW).state()).isEqualTo(JobState.CANCELLED);
        assertThat(rules.lost(asked, NOW).state()).isEqualTo(JobState.CANCELLED);
        assertThat(rules.advanced(asked, new NextStep(WorkKind.TRANSCRIBE, "x", 60, WorkClass.BULK), share(), NOW)
                        .state())
                .isEqualTo(JobState.CANCELLED);
    }

    @Test
    void success_ends_at_full_progress_and_is_kept_as_long_as_asked() {
        Job job = rules.renewed(running(), new Progress(30, 61.5), LEASE, NOW);
        Job ended = rules.succeeded(job, 0, NOW);
        assertThat(ended.progress()).isEqualTo(new Progress(61.5, 61.5));
        assertThat(ended.purgeAt()).contains(NOW.plus(JobSpec.DEFAULT_RETENTION));
        assertThat(ended.lease()).isEmpty();
    }

    @Test
    void a_fetched_job_waits_for_its_next_work_with_fresh_attempts() {
        Job fetched = rules.advanced(
                running(), new NextStep(WorkKind.TRANSCRIBE, "blob", 60, WorkClass.BULK), new FairShare(9, 10), NOW);
        assertThat(fetched.state()).isEqualTo(JobState.QUEUED);
        assertThat(fetched.work()).isEqualTo(WorkKind.TRANSCRIBE);
        assertThat(fetched.input()).isEqualTo("blob");
        assertThat(fetched.turn()).isEqualTo(9);
    }

    @Test
    void a_retried_job_is_a_new_generation_that_expires_no_more() {
        Job expiring =
                rules.submitted(id(), spec().expiresAt(NOW.plusSeconds(1)).build(), share(), NOW);
        Job retried = rules.retried(rules.expired(expiring, NOW), share(), NOW.plusSeconds(9));
        assertThat(retried.state()).isEqualTo(JobState.QUEUED);
        assertThat(retried.tries().generation()).isEqualTo(1);
        assertThat(retried.expiresAt()).isEmpty();
        assertThat(retried.endedAt()).isEmpty();
        assertThat(retried.failure()).isEmpty();
    }

    @Test
    void a_job_of_which_nothing_is_to_be_kept_is_kept_no_longer_for_having_failed() {
        JobFailure fatal = new JobFailure(FaultCode.INVALID_MEDIA, "not audio");
        Job nothing = rules.submitted(id(), spec().retention(Duration.ZERO).build(), share(), NOW);
        assertThat(rules.failed(claim(nothing), fatal, NOW).purgeAt()).contains(NOW);
        assertThat(rules.cancelAsked(nothing, NOW).purgeAt()).contains(NOW);
        Job hour = rules.submitted(id(), spec().retention(Duration.ofHours(1)).build(), share(), NOW);
        assertThat(rules.failed(claim(hour), fatal, NOW).purgeAt()).contains(NOW.plus(Duration.ofDays(7)));
    }

    @Test
    void an_ended_job_refuses_every_event() {
        Job ended = rules.succeeded(running(), 0, NOW);
        assertThatThrownBy(() -> rules.cancelAsked(ended, NOW)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rules.failed(ended, PASSING, NOW)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> claim(ended)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rules.lost(ended, NOW)).isInstanceOf(IllegalStateException.class);
    }

    private Job waiting() {
        return rules.submitted(id(), spec().build(), share(), NOW);
    }

    private Job running() {
        return claim(waiting());
    }

    private Job claim(Job job) {
        return rules.claimed(job, "worker", LEASE, NOW);
    }

    private static JobId id() {
        return new JobId("job_1");
    }

    private static JobSpec.Builder spec() {
        return JobSpec.builder(Tenant.unlimited("a"), WorkKind.FETCH, "blob", "{}");
    }

    private static FairShare share() {
        return new FairShare(0, 1);
    }
}
