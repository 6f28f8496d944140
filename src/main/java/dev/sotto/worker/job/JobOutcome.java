package dev.sotto.worker.job;

import dev.sotto.job.JobFailure;
import dev.sotto.job.NextStep;
import java.util.function.Supplier;

/** What came of one attempt at a job. */
public sealed interface JobOutcome {
    /**
     * Its result is asked for once, where blocking is allowed.
     *
     * @param audioSeconds length of the recording, as measured
     */
    record Succeeded(Supplier<String> result, double audioSeconds) implements JobOutcome {}

    /** One kind of work is done, another follows. */
    record Advanced(NextStep step) implements JobOutcome {}

    record Failed(JobFailure failure) implements JobOutcome {}

    /** It stopped because it was asked to. */
    record Stopped() implements JobOutcome {}
}
