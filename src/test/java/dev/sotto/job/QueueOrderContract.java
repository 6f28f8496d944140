package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.fault.FaultCode;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobAnswer;
import dev.sotto.job.port.Submission;
import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** In which order every store gives out the jobs of several owners, and what it keeps each of them to. */
public abstract class QueueOrderContract extends JobStoreContract {
    @Test
    void a_flood_of_one_tenant_delays_anothers_job_by_one_job() {
        for (int i = 0; i < 200; i++) {
            submit(ANN);
        }
        for (int i = 0; i < 50; i++) {
            claim();
        }
        Job late = submit(BOB);
        assertThat(store.tenantJobs().ahead("bob", late.id()).orElseThrow()).isLessThanOrEqualTo(1);
        List<JobId> next = List.of(claim().job().id(), claim().job().id());
        assertThat(next).contains(late.id());
    }

    @Test
    void a_flood_of_urgent_jobs_of_one_tenant_delays_anothers_job_by_one_job_too() {
        Job late = submit(spec(BOB).priority(9).build());
        for (int i = 0; i < 13; i++) {
            submit(spec(ANN).priority(0).build());
        }
        assertThat(store.tenantJobs().ahead("bob", late.id()).orElseThrow()).isLessThanOrEqualTo(1);
        List<JobId> next = List.of(claim().job().id(), claim().job().id());
        assertThat(next).contains(late.id());
    }

    @Test
    void an_urgent_job_takes_the_next_turn_of_its_own_tenant_and_no_more() {
        List<Job> calm = List.of(later(ANN), later(ANN), later(ANN));
        List<Job> others = List.of(later(BOB), later(BOB), later(BOB));
        Job urgent = submit(spec(ANN).priority(0).build());
        assertThat(store.tenantJobs().ahead("ann", urgent.id())).hasValue(0);
        assertThat(store.tenantJobs().ahead("ann", calm.get(0).id())).hasValue(2);
        List<JobId> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            taken.add(claim().job().id());
        }
        assertThat(taken)
                .containsExactly(
                        urgent.id(),
                        others.get(0).id(),
                        calm.get(0).id(),
                        others.get(1).id());
    }

    private Job later(Tenant tenant) {
        clock.advance(Duration.ofMillis(1));
        return submit(tenant);
    }

    @Test
    void an_owner_holds_no_more_places_of_a_kind_than_whoever_claims_allows() {
        submit(ANN);
        submit(ANN);
        submit(BOB);
        assertThat(List.of(claimShared().orElseThrow(), claimShared().orElseThrow()))
                .extracting(claim -> claim.job().tenant())
                .containsExactlyInAnyOrder("ann", "bob");
        assertThat(claimShared()).isEmpty();
    }

    private Optional<Claim> claimShared() {
        return store.queue().claim(WorkKind.TRANSCRIBE, WorkClass.BULK, WORKER, LEASE, 1);
    }

    @Test
    void what_decoding_finds_counts_against_the_quota_of_the_day_and_the_last_job_alone_may_pass_it() {
        Tenant limited = new Tenant("limited", 1, 99, 99, Optional.of(100L));
        Job first = submit(spec(limited).costSeconds(1).build());
        Job second = submit(spec(limited).costSeconds(1).build());
        Job third = submit(spec(limited).costSeconds(1).build());
        List<Lease> leases = List.of(claim().lease(), claim().lease(), claim().lease());
        leases.forEach(lease -> store.queue().succeed(lease, "text", 60));
        assertThat(found(first).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(found(second).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(found(third).failure()).map(JobFailure::code).hasValue(FaultCode.INSUFFICIENT_QUOTA);
        assertThat(store.tenantJobs().result("limited", third.id())).isEmpty();
        assertThat(store.tenantJobs().retry(limited, third.id()))
                .isEqualTo(new JobAnswer.Refused(new Submission.OverQuota(100)));
        clock.advance(Duration.ofDays(1));
        assertThat(store.tenantJobs().retry(limited, third.id())).isInstanceOf(JobAnswer.Done.class);
    }

    @Test
    void jobs_of_one_tenant_keep_their_order_and_weights_share_the_audio() {
        Tenant heavy = new Tenant("heavy", 3, 999, 999);
        for (int i = 0; i < 40; i++) {
            submit(heavy);
            submit(ANN);
        }
        int ofHeavy = 0;
        double lastTurn = -1;
        for (int i = 0; i < 40; i++) {
            Job job = claim().job();
            if (job.tenant().equals("heavy")) {
                ofHeavy++;
                assertThat(job.turn()).isGreaterThan(lastTurn);
                lastTurn = job.turn();
            }
        }
        assertThat(ofHeavy).isBetween(29, 31);
    }
}
