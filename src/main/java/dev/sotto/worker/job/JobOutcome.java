package dev.sotto.worker.job;

import dev.sotto.job.JobFailure;
import dev.sotto.job.NextStep;
import dev.sotto.job.port.JobSpeakers;
import java.util.Optional;
import java.util.function.Supplier;

/** What came of one attempt at a job. */
public sealed interface JobOutcome {
    /**
     * Its result is asked for once, where blocking is allowed.
     *
     * @param audioSeconds length of the recording, as measured
     * @param speakers what its speakers can be told apart from again; asked for once, as the result
     */
    record Succeeded(Supplier<String> result, double audioSeconds, Supplier<Optional<JobSpeakers.Kept>> speakers)
            implements JobOutcome {
        /** Without speakers. */
        public Succeeded(Supplier<String> result, double audioSeconds) {
            this(result, audioSeconds, Optional::empty);
        }
    }

    /** One kind of work is done, another follows. */
    record Advanced(NextStep step) implements JobOutcome {}

    record Failed(JobFailure failure) implements JobOutcome {}

    /** It stopped because it was asked to. */
    record Stopped() implements JobOutcome {}
}
