package dev.sotto.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.fault.FaultCode;
import dev.sotto.job.FairShare;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobId;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.NextStep;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttemptReportTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final FairShare SHARE = new FairShare(0, 1);

    private final JobRules rules = new JobRules(JobPolicy.defaults(), new Random(7));
    private final JobId id = JobId.draw(new Random(7));

    @Test
    void success_tells_the_audio_and_the_time_it_took() {
        Job after = rules.succeeded(running(WorkKind.TRANSCRIBE), 17.66, NOON.plusMillis(2_340));
        assertThat(AttemptReport.of(after)).isEqualTo("job %s succeeded: 17.7 s of audio in 2.3 s, attempt 1", id);
    }

    @Test
    void failure_tells_its_code_and_never_its_message() {
        JobFailure failure = new JobFailure(FaultCode.INVALID_MEDIA, "the tool said: my-diary.mp3");
        Job after = rules.failed(running(WorkKind.TRANSCRIBE), failure, NOON);
        assertThat(AttemptReport.of(after)).isEqualTo("job %s failed: invalid_media, attempt 1", id);
    }

    @Test
    void fault_that_may_pass_tells_that_the_job_waits_and_why() {
        Job after = rules.lost(running(WorkKind.TRANSCRIBE), NOON);
        assertThat(AttemptReport.of(after)).isEqualTo("job %s waits for transcribe: worker_lost, attempt 1", id);
    }

    @Test
    void recording_that_was_fetched_waits_for_the_next_work() {
        Job again = rules.claimed(rules.lost(running(WorkKind.FETCH), NOON), "worker", Duration.ofSeconds(9), NOON);
        Job after = rules.advanced(again, new NextStep(WorkKind.TRANSCRIBE, "blob", 60, WorkClass.BULK), SHARE, NOON);
        assertThat(AttemptReport.of(after)).isEqualTo("job %s waits for transcribe, attempt 2", id);
    }

    @Test
    void job_cancelled_after_a_failed_attempt_tells_nothing_of_the_failure() {
        Job again =
                rules.claimed(rules.lost(running(WorkKind.TRANSCRIBE), NOON), "worker", Duration.ofSeconds(9), NOON);
        assertThat(AttemptReport.of(rules.cancelled(again, NOON))).isEqualTo("job %s cancelled, attempt 2", id);
    }

    private Job running(WorkKind work) {
        JobSpec spec =
                JobSpec.builder(Tenant.unlimited("ann"), work, "input", "{}").build();
        return rules.claimed(rules.submitted(id, spec, SHARE, NOON), "worker", Duration.ofSeconds(9), NOON);
    }
}
