package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobSpeakers.Kept;
import dev.sotto.job.port.VoiceStore.Voice;
import java.time.Instant;
import java.util.List;
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
    void clips_are_kept_with_the_job_and_go_with_it() {
        JobClip clip = new JobClip("ab12", new byte[] {1, 0, -3});
        Job job = submit(spec(ANN).clips(List.of(clip, clip)).build());
        Job other = submit(ANN);
        crashAndReopen();
        assertThat(store.speakers().clips(job.id())).singleElement().satisfies(kept -> {
            assertThat(kept.digest()).isEqualTo("ab12");
            assertThat(kept.content()).containsExactly(1, 0, -3);
        });
        assertThat(store.speakers().clips(other.id())).isEmpty();
        store.tenantJobs().cancel("ann", job.id());
        store.tenantJobs().delete("ann", job.id());
        assertThat(store.speakers().clips(job.id())).isEmpty();
    }

    @Test
    void voices_are_their_owner_s_alone_outlive_a_crash_and_are_bounded() {
        Voice first = new Voice("v1", "Ann", List.of(0.5, -0.25), 2.5, Instant.ofEpochSecond(5));
        Voice second = new Voice("v2", "Bo", List.of(1.0, 0.0), 9, Instant.ofEpochSecond(6));
        assertThat(store.voices().add("ann", second, 2)).isTrue();
        assertThat(store.voices().add("ann", first, 2)).isTrue();
        assertThat(store.voices().add("ann", new Voice("v3", "C", List.of(1.0), 9, Instant.EPOCH), 2))
                .isFalse();
        crashAndReopen();
        assertThat(store.voices().list("ann")).containsExactly(first, second);
        assertThat(store.voices().find("ann", List.of("v2", "v9"))).containsExactly(second);
        assertThat(store.voices().find("bob", List.of("v1", "v2"))).isEmpty();
        assertThat(store.voices().list("bob")).isEmpty();
        assertThat(store.voices().delete("bob", "v1")).isFalse();
        assertThat(store.voices().delete("ann", "v1")).isTrue();
        assertThat(store.voices().delete("ann", "v1")).isFalse();
        assertThat(store.voices().list("ann")).containsExactly(second);
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
