package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobSpeakers.Kept;
import org.junit.jupiter.api.Test;

/** What is kept of speakers goes with its job and is its owner's alone. */
public abstract class JobSpeakersContract extends JobStoreContract {
    @Test
    void what_is_kept_comes_back_to_its_owner_alone_and_outlives_a_crash() {
        Job job = submit(ANN);
        Claim claim = claim();
        assertThat(store.speakers().keep(claim.lease(), new Kept(new byte[] {1, -2}, "first")))
                .isTrue();
        assertThat(store.speakers().keep(claim.lease(), new Kept(new byte[] {3, 0, -4}, "second")))
                .isTrue();
        store.queue().succeed(claim.lease(), "result");
        crashAndReopen();
        Kept kept = store.speakers().find("ann", job.id()).orElseThrow();
        assertThat(kept.analysis()).containsExactly(3, 0, -4);
        assertThat(kept.text()).isEqualTo("second");
        assertThat(store.speakers().find("bob", job.id())).isEmpty();
    }

    @Test
    void who_has_lost_the_lease_keeps_nothing() {
        Job job = submit(ANN);
        Claim claim = claim();
        store.queue().release(claim.lease());
        assertThat(store.speakers().keep(claim.lease(), new Kept(new byte[1], "late")))
                .isFalse();
        assertThat(store.speakers().find("ann", job.id())).isEmpty();
    }

    @Test
    void what_is_kept_is_deleted_with_the_job() {
        Job job = submit(ANN);
        Claim claim = claim();
        store.speakers().keep(claim.lease(), new Kept(new byte[1], "text"));
        store.queue().succeed(claim.lease(), "result");
        store.tenantJobs().delete("ann", job.id());
        assertThat(store.speakers().find("ann", job.id())).isEmpty();
    }

    @Test
    void a_result_is_replaced_by_its_owner_alone_and_only_where_there_is_one() {
        Job job = submit(ANN);
        assertThat(store.speakers().replaceResult("ann", job.id(), "too early")).isFalse();
        Claim claim = claim();
        store.queue().succeed(claim.lease(), "result");
        assertThat(store.speakers().replaceResult("bob", job.id(), "not his")).isFalse();
        assertThat(store.tenantJobs().result("ann", job.id())).contains("result");
        assertThat(store.speakers().replaceResult("ann", job.id(), "new")).isTrue();
        crashAndReopen();
        assertThat(store.tenantJobs().result("ann", job.id())).contains("new");
    }
}
