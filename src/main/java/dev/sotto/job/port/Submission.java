package dev.sotto.job.port;

import dev.sotto.job.Job;
import dev.sotto.job.JobId;

/** What became of a submission. */
public sealed interface Submission {
    /** A new job; it is on disk. */
    record Accepted(Job job) implements Submission {}

    /** The job that an earlier submission with the same idempotency key made; nothing was changed. */
    record Existing(Job job) implements Submission {}

    /** Identical work that stands for it, and tells the endpoints that it brought: under way, or finished and kept. */
    record Joined(Job job) implements Submission {}

    /** The idempotency key belongs to a submission of other content. */
    record Conflict(JobId job) implements Submission {}

    /**
     * Nothing was stored: the identical work that it would join has as many endpoints as a job may have.
     *
     * @param job which it would join
     */
    record TooManyEndpoints(JobId job, int endpointsMax) implements Submission {}

    /**
     * Nothing was stored: too many jobs wait.
     *
     * @param ofTenant whether it is the tenant's own bound that is met, not the server's
     */
    record Full(boolean ofTenant, int queuedMax) implements Submission {}

    /** Nothing was stored: the tenant's audio of the day is used up or reserved by jobs that wait and run. */
    record OverQuota(long secondsPerDay) implements Submission {}
}
