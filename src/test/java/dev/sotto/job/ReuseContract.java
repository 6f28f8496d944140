package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.job.port.JobAnswer;
import dev.sotto.job.port.Submission;
import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store promises of work that is sent again. */
public abstract class ReuseContract extends JobStoreContract {
    @Test
    void identical_work_is_joined_while_it_is_under_way_and_answers_when_it_has_succeeded() {
        Job job = submit(same(ANN).build());
        assertThat(joined(same(ANN).build()).id()).isEqualTo(job.id());
        store.queue().succeed(claim().lease(), "text");
        Job finished = joined(same(ANN).endpoints(List.of("late")).build());
        assertThat(finished.id()).isEqualTo(job.id());
        assertThat(finished.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(messages(job)).containsExactly("succeeded: %s late text".formatted(job.id()));
    }

    @Test
    void nothing_is_reused_across_tenants_nor_of_what_failed_or_was_cancelled_or_is_about_to_be() {
        submit(same(ANN).build());
        submit(same(BOB).build());
        store.queue().fail(claim().lease(), FINAL);
        store.queue().fail(claim().lease(), FINAL);
        Job second = submit(same(ANN).build());
        store.tenantJobs().cancel("ann", second.id());
        Job third = submit(same(ANN).build());
        claim();
        store.tenantJobs().cancel("ann", third.id());
        assertThat(submit(same(ANN).build()).id()).isNotEqualTo(third.id());
    }

    @Test
    void what_refuses_reuse_makes_a_job_of_its_own_and_what_asks_for_work_under_way_takes_no_result() {
        submit(same(ANN).build());
        Job own = submit(same(ANN).reuse(Reuse.NONE).build());
        store.queue().succeed(claim().lease(), "text");
        store.queue().succeed(claim().lease(), "text");
        assertThat(submit(same(ANN).reuse(Reuse.UNDER_WAY).build()).id()).isNotEqualTo(own.id());
    }

    @Test
    void a_reused_result_is_kept_as_long_as_its_last_asker_wanted() {
        Job job = submit(same(ANN).retention(Duration.ofHours(1)).build());
        store.queue().succeed(claim().lease(), "text");
        clock.advance(Duration.ofMinutes(50));
        joined(same(ANN).retention(Duration.ofHours(1)).build());
        clock.advance(Duration.ofMinutes(50));
        store.maintenance().purge(9, clock.instant());
        assertThat(store.tenantJobs().result("ann", job.id())).hasValue("text");
        joined(same(ANN).retention(Duration.ZERO).build());
        clock.advance(Duration.ofMinutes(10));
        assertThat(submit(same(ANN).build()).id()).as("its time is over").isNotEqualTo(job.id());
        store.maintenance().purge(9, clock.instant());
        assertThat(store.tenantJobs().find("ann", job.id())).isEmpty();
    }

    @Test
    void waiting_bulk_work_becomes_interactive_when_somebody_waits_for_it() {
        submit(ANN);
        Job job = submit(same(ANN).build());
        Job joined =
                joined(same(ANN).workClass(WorkClass.INTERACTIVE).priority(4).build());
        assertThat(joined.workClass()).isEqualTo(WorkClass.INTERACTIVE);
        assertThat(joined.priority()).isEqualTo(4);
        assertThat(found(job)).isEqualTo(joined);
        assertThat(store.tenantJobs().ahead("ann", job.id())).hasValue(0);
        assertThat(joined(same(ANN).build()).workClass()).as("and stays so").isEqualTo(WorkClass.INTERACTIVE);
        assertThat(store.queue().claim(WorkKind.TRANSCRIBE, WorkClass.INTERACTIVE, "worker", LEASE))
                .isPresent();
    }

    @Test
    void work_that_others_have_joined_is_cancelled_by_its_owners_word_alone() {
        Job alone = submit(spec(ANN).build());
        assertThat(done(store.tenantJobs().cancelUnlessJoined("ann", alone.id()))
                        .state())
                .isEqualTo(JobState.CANCELLED);
        Job shared = submit(same(ANN).build());
        joined(same(ANN).build());
        assertThat(store.tenantJobs().cancelUnlessJoined("ann", shared.id()))
                .isEqualTo(new JobAnswer.WrongState(shared));
        assertThat(store.tenantJobs().cancelUnlessJoined("bob", shared.id())).isEqualTo(new JobAnswer.NotFound());
        assertThat(done(store.tenantJobs().cancel("ann", shared.id())).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void what_has_no_room_for_more_endpoints_stands_for_none_that_brings_some() {
        Job full = submit(same(ANN).build());
        for (int i = 0; i < JobSpec.ENDPOINTS_MAX; i++) {
            joined(same(ANN).endpoints(List.of("e" + i)).build());
        }
        Job second = submit(same(ANN).endpoints(List.of("one more")).build());
        assertThat(joined(same(ANN).endpoints(List.of("and more")).build()).id())
                .isEqualTo(second.id());
        assertThat(joined(same(ANN).build()).id()).isIn(full.id(), second.id());
    }

    @Test
    void a_joined_job_is_still_that_after_a_crash() {
        Job job = submit(same(ANN).build());
        joined(same(ANN).build());
        crashAndReopen();
        assertThat(store.tenantJobs().cancelUnlessJoined("ann", job.id())).isInstanceOf(JobAnswer.WrongState.class);
        Optional<Job> found = store.tenantJobs().find("ann", job.id());
        assertThat(found).map(Job::state).hasValue(JobState.QUEUED);
    }

    private static JobSpec.Builder same(Tenant tenant) {
        return spec(tenant).coalesceKey("sha").reuse(Reuse.ANY);
    }

    private Job joined(JobSpec spec) {
        Submission answer = store.tenantJobs().submit(spec);
        assertThat(answer).isInstanceOf(Submission.Joined.class);
        return ((Submission.Joined) answer).job();
    }
}
