package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.job.port.Claim;
import dev.sotto.job.port.EndpointRegistration;
import dev.sotto.job.port.JobAnswer;
import dev.sotto.job.port.JobQuery;
import dev.sotto.job.port.OutboxEntry;
import dev.sotto.job.port.Submission;
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

/** What every store promises to the owner of a job. */
public abstract class TenantJobsContract extends JobStoreContract {
    @Test
    void a_submitted_job_is_found_as_it_was_answered() {
        JobSpec spec = spec(ANN)
                .priority(2)
                .notBefore(START.plusSeconds(60))
                .expiresAt(START.plusSeconds(600))
                .build();
        Job job = submit(spec);
        assertThat(found(job)).isEqualTo(job);
        assertThat(job.dueAt()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void an_acknowledged_job_outlives_a_crash() {
        Job job = submit(ANN);
        crashAndReopen();
        assertThat(found(job)).isEqualTo(job);
    }

    @Test
    void one_tenant_never_sees_anothers_job() {
        Job job = submit(spec(ANN).endpoints(List.of("e")).build());
        store.queue().succeed(claim().lease(), "text");
        assertThat(store.tenantJobs().find("bob", job.id())).isEmpty();
        assertThat(store.tenantJobs().result("bob", job.id())).isEmpty();
        assertThat(store.tenantJobs().outbox("bob", job.id())).isEmpty();
        assertThat(store.tenantJobs().checkpoints("bob", job.id(), 0)).isEmpty();
        assertThat(store.tenantJobs().ahead("bob", job.id())).isEmpty();
        assertThat(store.tenantJobs().list(new JobQuery("bob", Set.of(), Optional.empty(), 10)))
                .isEmpty();
        assertThat(store.tenantJobs().cancel("bob", job.id())).isEqualTo(new JobAnswer.NotFound());
        assertThat(store.tenantJobs().retry(BOB, job.id())).isEqualTo(new JobAnswer.NotFound());
        assertThat(store.tenantJobs().delete("bob", job.id())).isEqualTo(new JobAnswer.NotFound());
        assertThat(store.tenantJobs().addEndpoint("bob", job.id(), "x", EndpointRegistration.NONE))
                .isEqualTo(new JobAnswer.NotFound());
    }

    @Test
    void one_idempotency_key_gives_one_job_even_after_a_crash() {
        Job job = submit(keyed("k", "same"));
        crashAndReopen();
        assertThat(store.tenantJobs().submit(keyed("k", "same"))).isEqualTo(new Submission.Existing(job));
        assertThat(store.tenantJobs().submit(keyed("k", "other"))).isEqualTo(new Submission.Conflict(job.id()));
    }

    @Test
    void an_idempotency_key_is_forgotten_when_its_time_is_over() {
        Job job = submit(keyed("k", "same"));
        clock.advance(Idempotency.DEFAULT_KEEP);
        assertThat(submit(keyed("k", "other")).id()).isNotEqualTo(job.id());
    }

    @Test
    void fifty_identical_submissions_at_once_give_one_job() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(10);
        List<Submission> answers = new ArrayList<>();
        try {
            List<Callable<Submission>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(() -> store.tenantJobs().submit(keyed("k", "same")));
            }
            for (Future<Submission> answer : clients.invokeAll(calls)) {
                answers.add(answer.get());
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(answers).filteredOn(Submission.Accepted.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(Submission.Existing.class::isInstance).hasSize(49);
        assertThat(store.tenantJobs().list(new JobQuery("ann", Set.of(), Optional.empty(), 100)))
                .hasSize(1);
    }

    @Test
    void identical_work_is_joined_while_it_is_under_way_and_brings_its_endpoints() {
        JobSpec first = spec(ANN).coalesceKey("sha").build();
        Job job = submit(first);
        JobSpec second = spec(ANN).coalesceKey("sha").endpoints(List.of("late")).build();
        assertThat(store.tenantJobs().submit(second)).isEqualTo(new Submission.Joined(job));
        assertThat(store.tenantJobs().submit(spec(BOB).coalesceKey("sha").build()))
                .isInstanceOf(Submission.Accepted.class);
        store.queue().succeed(claim().lease(), "text");
        assertThat(messages(job)).hasSize(1);
        assertThat(submit(first).id()).isNotEqualTo(job.id());
    }

    @Test
    void a_full_queue_and_a_full_share_refuse_and_store_nothing() {
        Tenant small = new Tenant("small", 1, 1, 2);
        submit(small);
        submit(small);
        assertThat(store.tenantJobs().submit(spec(small).build())).isEqualTo(new Submission.Full(true, 2));
        store.close();
        store = bench.open(new JobPolicy(3, 2, JobPolicy.DEFAULT_BACKOFF, Duration.ofDays(7), 3), clock, 3, PLAIN);
        submit(ANN);
        assertThat(store.tenantJobs().submit(spec(BOB).build())).isEqualTo(new Submission.Full(false, 3));
        assertThat(store.maintenance().counts().due()).isEqualTo(3);
    }

    @Test
    void pages_go_from_the_newest_to_the_oldest_without_gap_or_repeat() {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            jobs.add(0, submit(ANN));
            clock.advance(Duration.ofMillis(i % 2));
        }
        List<JobId> seen = new ArrayList<>();
        Optional<JobId> after = Optional.empty();
        for (int page = 0; page < 4; page++) {
            List<Job> found = store.tenantJobs().list(new JobQuery("ann", Set.of(JobState.QUEUED), after, 2));
            found.forEach(job -> seen.add(job.id()));
            after = Optional.of(seen.get(seen.size() - 1));
        }
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(jobs.stream().map(Job::id).toList());
        assertThat(store.tenantJobs().list(new JobQuery("ann", Set.of(JobState.DEAD), Optional.empty(), 9)))
                .isEmpty();
    }

    @Test
    void a_waiting_job_is_cancelled_at_once_and_tells_its_endpoints() {
        Job job = submit(spec(ANN).endpoints(List.of("e")).build());
        assertThat(done(store.tenantJobs().cancel("ann", job.id())).state()).isEqualTo(JobState.CANCELLED);
        assertThat(messages(job)).containsExactly("cancelled: %s e -".formatted(job.id()));
        assertThat(store.tenantJobs().cancel("ann", job.id())).isInstanceOf(JobAnswer.WrongState.class);
        assertThat(maybeClaim()).isEmpty();
    }

    @Test
    void only_ended_jobs_are_deleted_and_everything_of_them_goes() {
        Job job = submit(spec(ANN)
                .endpoints(List.of("e"))
                .idempotency(new Idempotency("k", "f", Duration.ofHours(1)))
                .build());
        assertThat(store.tenantJobs().delete("ann", job.id())).isInstanceOf(JobAnswer.WrongState.class);
        store.queue().succeed(claim().lease(), "text");
        done(store.tenantJobs().delete("ann", job.id()));
        assertThat(store.tenantJobs().find("ann", job.id())).isEmpty();
        assertThat(store.tenantJobs().result("ann", job.id())).isEmpty();
        assertThat(store.tenantJobs().outbox("ann", job.id())).isEmpty();
        assertThat(submit(keyed("k", "other")).id()).isNotEqualTo(job.id());
    }

    @Test
    void jobs_that_come_at_once_see_what_the_others_reserve_of_the_day() {
        Tenant limited = new Tenant("limited", 1, 99, 99, Optional.of(100L));
        int accepted = 0;
        for (int i = 0; i < 10; i++) {
            Submission answer =
                    store.tenantJobs().submit(spec(limited).costSeconds(60).build());
            if (answer instanceof Submission.Accepted) {
                accepted++;
            } else {
                assertThat(answer).isEqualTo(new Submission.OverQuota(100));
            }
        }
        assertThat(accepted).as("the last one may pass what is left").isEqualTo(2);
        Job first = claim().job();
        store.queue().fail(first.lease().orElseThrow(), FINAL);
        assertThat(store.tenantJobs().submit(spec(limited).costSeconds(60).build()))
                .as("what failed reserves nothing")
                .isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void what_is_not_fetched_yet_reserves_ten_minutes() {
        Tenant limited = new Tenant("limited", 1, 99, 99, Optional.of(700L));
        for (int i = 0; i < 2; i++) {
            submit(JobSpec.builder(limited, WorkKind.FETCH, "https://example.org/" + i, "{}")
                    .build());
        }
        assertThat(store.tenantJobs()
                        .submit(JobSpec.builder(limited, WorkKind.FETCH, "https://example.org/", "{}")
                                .build()))
                .isEqualTo(new Submission.OverQuota(700));
    }

    @Test
    void a_retry_keeps_to_the_bound_of_waiting_jobs() {
        Tenant small = new Tenant("small", 1, 9, 1);
        Job failed = submit(small);
        store.queue().fail(claim().lease(), FINAL);
        submit(small);
        assertThat(store.tenantJobs().retry(small, failed.id()))
                .isEqualTo(new JobAnswer.Refused(new Submission.Full(true, 1)));
        assertThat(found(failed).state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void only_ended_jobs_runs_again_behind_its_checkpoints_and_ends_once_more() {
        Job job = submit(spec(ANN).endpoints(List.of("e")).build());
        Claim first = claim();
        Checkpoint window = new Checkpoint(0, new Progress(30, 60), "part", "state");
        store.queue().checkpoint(first.lease(), window, LEASE);
        store.queue().fail(first.lease(), FINAL);
        assertThat(done(store.tenantJobs().retry(ANN, job.id())).state()).isEqualTo(JobState.QUEUED);
        Claim second = claim();
        assertThat(second.checkpoints()).containsExactly(window);
        store.queue().succeed(second.lease(), "text");
        assertThat(messages(job))
                .containsExactly("failed: %s e -".formatted(job.id()), "succeeded: %s e text".formatted(job.id()));
        assertThat(store.tenantJobs().retry(ANN, job.id())).isInstanceOf(JobAnswer.WrongState.class);
    }

    @Test
    void an_endpoint_added_after_the_end_is_told_at_once_and_only_once() {
        Job job = submit(ANN);
        store.queue().succeed(claim().lease(), "text");
        assertThat(messages(job)).isEmpty();
        done(store.tenantJobs().addEndpoint("ann", job.id(), "late", EndpointRegistration.NONE));
        done(store.tenantJobs().addEndpoint("ann", job.id(), "late", EndpointRegistration.NONE));
        assertThat(messages(job)).containsExactly("succeeded: %s late text".formatted(job.id()));
    }

    @Test
    void each_message_has_an_id_of_its_own_that_a_crash_does_not_change() {
        Job job = submit(spec(ANN).endpoints(List.of("e", "f")).build());
        store.queue().succeed(claim().lease(), "text");
        List<OutboxEntry> before = store.tenantJobs().outbox("ann", job.id());
        crashAndReopen();
        assertThat(store.tenantJobs().outbox("ann", job.id())).isEqualTo(before);
        assertThat(before).extracting(OutboxEntry::id).doesNotHaveDuplicates().allMatch(id -> id.startsWith("msg_"));
    }

    @Test
    void a_job_has_a_bounded_number_of_endpoints() {
        Job job = submit(ANN);
        for (int i = 0; i < JobSpec.ENDPOINTS_MAX; i++) {
            done(store.tenantJobs().addEndpoint("ann", job.id(), "e" + i, EndpointRegistration.NONE));
        }
        assertThatThrownBy(() -> store.tenantJobs().addEndpoint("ann", job.id(), "one more", EndpointRegistration.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void identical_work_brings_no_more_endpoints_than_a_job_may_have() {
        Job job = submit(joining(List.of()));
        for (int i = 0; i < JobSpec.ENDPOINTS_MAX; i++) {
            assertThat(store.tenantJobs().submit(joining(List.of("e" + i)))).isEqualTo(new Submission.Joined(job));
        }
        assertThat(store.tenantJobs().submit(joining(List.of("one more"))))
                .isEqualTo(new Submission.TooManyEndpoints(job.id(), JobSpec.ENDPOINTS_MAX));
        assertThat(store.tenantJobs().submit(joining(List.of("e3")))).isEqualTo(new Submission.Joined(job));
        store.queue().succeed(claim().lease(), "text");
        assertThat(messages(job)).hasSize(JobSpec.ENDPOINTS_MAX);
    }

    private static JobSpec joining(List<String> endpoints) {
        return spec(ANN).coalesceKey("sha").endpoints(endpoints).build();
    }

    private static JobSpec keyed(String key, String fingerprint) {
        return spec(ANN)
                .idempotency(new Idempotency(key, fingerprint, Idempotency.DEFAULT_KEEP))
                .build();
    }
}
