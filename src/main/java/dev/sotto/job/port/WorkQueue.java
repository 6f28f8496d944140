package dev.sotto.job.port;

import dev.sotto.job.Checkpoint;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobId;
import dev.sotto.job.Lease;
import dev.sotto.job.NextStep;
import dev.sotto.job.Progress;
import dev.sotto.job.WorkKind;
import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The store as a worker sees it. Every write names the lease and is refused, changing nothing, once another has claimed
 * the job or it has ended: an empty answer, or {@link LeaseStatus#LOST}. A lease that ran out but that nobody took since
 * still writes. Every method blocks on the disk and throws {@link StoreException}; after that exception the write may
 * or may not have happened, and asking again is safe. Thread-safe.
 */
public interface WorkQueue {
    /**
     * Takes the first due job of its class: of the owner whose fair turn it is, by priority. Counts as an attempt. A
     * {@linkplain dev.sotto.job.JobRules#isSuspect suspect} is taken only while this worker runs nothing, and while it runs one
     * nothing else is taken, of whatever kind; nor when one has been due for
     * {@link dev.sotto.job.JobPolicy#SUSPECT_WAIT_MAX}, until that one was taken.
     */
    default Optional<Claim> claim(WorkKind work, WorkClass workClass, String worker, Duration length) {
        return claim(work, workClass, worker, length, Integer.MAX_VALUE);
    }

    /**
     * As above.
     *
     * @param ownerMax jobs of this kind, of whichever class, that one owner may run at once, beside its own cap
     */
    Optional<Claim> claim(WorkKind work, WorkClass workClass, String worker, Duration length, int ownerMax);

    /** How long until the next waiting job of this kind is due; empty if none waits for its time. */
    Optional<Duration> untilNextDue(WorkKind work);

    /** The heartbeat. */
    LeaseStatus renew(Lease lease, Progress progress, Duration length);

    /**
     * Keeps a finished window, and renews. Sequence numbers go up by one; one that is there already changes nothing.
     *
     * @throws IllegalArgumentException if a number is left out
     */
    LeaseStatus checkpoint(Lease lease, Checkpoint checkpoint, Duration length);

    /** Hands the job on to the next kind of work. */
    Optional<Job> advance(Lease lease, NextStep step);

    /** Stores the one result and ends the job; or ends it as cancelled, without the result, if that was asked. */
    default Optional<Job> succeed(Lease lease, String result) {
        return succeed(lease, result, 0);
    }

    /**
     * As above. If the owner's audio of the day is used up by then, the job fails with {@code insufficient_quota} instead: jobs
     * are let in by a guess, and what decoding found counts.
     *
     * @param audioSeconds length of the recording, as measured; what heartbeats said of it may be less
     */
    Optional<Job> succeed(Lease lease, String result, double audioSeconds);

    /** Ends the job, or lets it wait for its next attempt. */
    Optional<Job> fail(Lease lease, JobFailure failure);

    /** Hands the job back without using up the attempt, for another worker or this one after a restart. */
    Optional<Job> release(Lease lease);

    /**
     * Hands back, uncounted, what this worker is said to run but does not: claims whose answer was lost. To be asked while no
     * claim of this worker and kind is under way.
     *
     * @param held what it does run
     * @return the jobs as they are now
     */
    List<Job> releaseUnheld(WorkKind work, String worker, Set<JobId> held);

    /** The worker has stopped as requested. Refused, like a lost lease, where nobody asked for it. */
    Optional<Job> cancelled(Lease lease);
}
