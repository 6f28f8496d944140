package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.job.port.Claim;
import dev.sotto.job.port.TranscriptEdits.Edit;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Edits are in order, once each, their owner's alone, and go with the job. */
public abstract class TranscriptEditsContract extends JobStoreContract {
    private static Edit edit(int version, String operation) {
        return new Edit(version, operation, "content of " + operation, Instant.ofEpochSecond(version));
    }

    private Job succeeded(String result) {
        Job job = submit(ANN);
        Claim claim = claim();
        store.queue().succeed(claim.lease(), result);
        return job;
    }

    @Test
    void edits_outlive_a_crash_in_their_order_and_for_their_owner_alone() {
        Job job = succeeded("result");
        assertThat(store.edits().append("ann", job.id(), List.of(edit(1, "a"), edit(2, "b"))))
                .isTrue();
        crashAndReopen();
        assertThat(store.edits().append("ann", job.id(), List.of(edit(3, "c")))).isTrue();
        assertThat(store.edits().history("ann", job.id()).orElseThrow().edits())
                .containsExactly(edit(1, "a"), edit(2, "b"), edit(3, "c"));
        assertThat(store.edits().history("bob", job.id())).isEmpty();
        assertThat(store.edits().append("bob", job.id(), List.of(edit(4, "d")))).isFalse();
        assertThat(store.edits().history("ann", job.id()).orElseThrow().edits()).hasSize(3);
    }

    @Test
    void of_two_who_write_the_same_version_one_is_refused_and_adds_nothing() {
        Job job = succeeded("result");
        assertThat(store.edits().append("ann", job.id(), List.of(edit(1, "a")))).isTrue();
        assertThat(store.edits().append("ann", job.id(), List.of(edit(1, "b"), edit(2, "c"))))
                .isFalse();
        assertThat(store.edits().append("ann", job.id(), List.of(edit(3, "b")))).isFalse();
        assertThat(store.edits().history("ann", job.id()).orElseThrow().edits()).containsExactly(edit(1, "a"));
    }

    @Test
    void edits_are_about_the_transcript_that_the_first_of_them_found() {
        Job job = succeeded("result");
        assertThat(store.edits().history("ann", job.id()).orElseThrow().transcript())
                .isEqualTo("result");
        store.speakers().replaceResult("ann", job.id(), "second");
        assertThat(store.edits().history("ann", job.id()).orElseThrow().transcript())
                .isEqualTo("second");
        store.edits().append("ann", job.id(), List.of(edit(1, "a")));
        store.speakers().replaceResult("ann", job.id(), "third");
        assertThat(store.edits().history("ann", job.id()).orElseThrow().transcript())
                .isEqualTo("second");
    }

    @Test
    void a_job_without_a_result_takes_no_edits() {
        Job job = submit(ANN);
        assertThat(store.edits().history("ann", job.id())).isEmpty();
        assertThat(store.edits().append("ann", job.id(), List.of(edit(1, "a")))).isFalse();
    }

    @Test
    void edits_are_deleted_with_the_job() {
        Job job = succeeded("result");
        store.edits().append("ann", job.id(), List.of(edit(1, "a")));
        store.tenantJobs().delete("ann", job.id());
        assertThat(store.edits().history("ann", job.id())).isEmpty();
        assertThat(store.edits().append("ann", job.id(), List.of(edit(2, "b")))).isFalse();
    }
}
