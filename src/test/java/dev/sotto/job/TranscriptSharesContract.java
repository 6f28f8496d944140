package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.job.port.TranscriptShares;
import dev.sotto.job.port.TranscriptShares.Added;
import dev.sotto.job.port.TranscriptShares.Share;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Links are their owner's alone, outlive a crash, end when they should, and go with the job. */
public abstract class TranscriptSharesContract extends JobStoreContract {
    private static Share share(int number) {
        return new Share(
                "share_" + number,
                Instant.ofEpochSecond(number),
                Instant.ofEpochSecond(number + 1000L),
                Optional.empty());
    }

    private Job succeeded() {
        Job job = submit(ANN);
        store.queue().succeed(claim().lease(), "result");
        return job;
    }

    private Added add(Job job, Share share) {
        return store.shares().add("ann", job.id(), share, "hash of " + share.id());
    }

    @Test
    void a_link_is_found_by_its_hash_after_a_crash_and_listed_for_its_owner_alone() {
        Job job = succeeded();
        assertThat(add(job, share(1))).isEqualTo(Added.ADDED);
        assertThat(add(job, share(2))).isEqualTo(Added.ADDED);
        crashAndReopen();
        assertThat(store.shares().find("hash of share_1"))
                .hasValue(new TranscriptShares.Shared("ann", job.id(), share(1)));
        assertThat(store.shares().find("share_1")).isEmpty();
        assertThat(store.shares().list("ann", job.id())).containsExactly(share(2), share(1));
        assertThat(store.shares().list("bob", job.id())).isEmpty();
    }

    @Test
    void only_a_job_with_a_result_and_of_the_owner_gets_links() {
        Job waiting = submit(ANN);
        assertThat(add(waiting, share(1))).isEqualTo(Added.NO_RESULT);
        store.queue().succeed(claim().lease(), "result");
        assertThat(store.shares().add("bob", waiting.id(), share(1), "hash")).isEqualTo(Added.NO_RESULT);
        assertThat(add(waiting, share(1))).isEqualTo(Added.ADDED);
    }

    @Test
    void a_link_that_is_revoked_is_kept_as_it_was_revoked_first() {
        Job job = succeeded();
        add(job, share(1));
        Instant at = Instant.ofEpochSecond(5);
        assertThat(store.shares().revoke("bob", job.id(), "share_1", at)).isEmpty();
        assertThat(store.shares().revoke("ann", job.id(), "share_2", at)).isEmpty();
        assertThat(store.shares()
                        .revoke("ann", job.id(), "share_1", at)
                        .orElseThrow()
                        .revokedAt())
                .hasValue(at);
        assertThat(store.shares()
                        .revoke("ann", job.id(), "share_1", at.plusSeconds(9))
                        .orElseThrow()
                        .revokedAt())
                .hasValue(at);
        assertThat(store.shares().find("hash of share_1").orElseThrow().share().isOpen(at))
                .isFalse();
    }

    @Test
    void links_that_have_ended_give_way_to_new_ones_and_open_ones_do_not() {
        Job job = succeeded();
        for (int i = 1; i <= TranscriptShares.KEPT_MAX; i++) {
            assertThat(add(job, share(i))).isEqualTo(Added.ADDED);
        }
        assertThat(add(job, share(101))).isEqualTo(Added.TOO_MANY);
        store.shares().revoke("ann", job.id(), "share_50", Instant.ofEpochSecond(101));
        assertThat(add(job, share(101))).isEqualTo(Added.ADDED);
        List<Share> kept = store.shares().list("ann", job.id());
        assertThat(kept).hasSize(TranscriptShares.KEPT_MAX).contains(share(1), share(101));
        assertThat(store.shares().find("hash of share_50")).isEmpty();
        Share later = share(2000);
        assertThat(add(job, later)).isEqualTo(Added.ADDED);
        assertThat(store.shares().find("hash of share_1")).isEmpty();
    }

    @Test
    void links_are_deleted_with_the_job() {
        Job job = succeeded();
        add(job, share(1));
        store.tenantJobs().delete("ann", job.id());
        assertThat(store.shares().find("hash of share_1")).isEmpty();
    }
}
