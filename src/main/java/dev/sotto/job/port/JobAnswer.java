package dev.sotto.job.port;

import dev.sotto.job.Job;

/** What became of an owner's request. */
public sealed interface JobAnswer {
    /** The job as it is now; after a deletion, as it was. */
    record Done(Job job) implements JobAnswer {}

    /** The request does not fit the state in which the job is; nothing was changed. */
    record WrongState(Job job) implements JobAnswer {}

    /**
     * It may not wait; nothing was changed.
     *
     * @param why {@link Submission.Full} or {@link Submission.OverQuota}
     */
    record Refused(Submission why) implements JobAnswer {}

    /** This tenant has no such job. */
    record NotFound() implements JobAnswer {}
}
