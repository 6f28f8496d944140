package dev.sotto.job.port;

import dev.sotto.job.Checkpoint;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobSpec;
import dev.sotto.job.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The store as a job's owner sees it. Every method blocks on the disk, throws {@link StoreException}, and sees only the
 * jobs of the tenant named. What a returned value says is durable. Thread-safe.
 */
public interface TenantJobs {
    /** As below, where there is no endpoint to store. */
    default Submission submit(JobSpec spec) {
        return submit(spec, EndpointRegistration.NONE);
    }

    /**
     * Makes a job, or finds the one that stands for it.
     *
     * @param registration of the endpoints that the specification names; called only if they are to be notified of a job
     */
    Submission submit(JobSpec spec, EndpointRegistration registration);

    Optional<Job> find(String tenant, JobId id);

    List<Job> list(JobQuery query);

    /** The job that a submission with this idempotency key made or joined, for as long as the key is remembered. */
    Optional<Job> findByKey(String tenant, String key);

    /** Forgets an idempotency key whose job has ended, so that the next submission with it makes another; else changes nothing. */
    void releaseKey(String tenant, String key);

    /** What is to be done, as it was submitted; empty if there is no such job. */
    Optional<String> request(String tenant, JobId id);

    /** Present exactly if the job has succeeded. */
    Optional<String> result(String tenant, JobId id);

    /** The partial result, in order, from the given sequence number on; empty also for a job that is not there. */
    List<Checkpoint> checkpoints(String tenant, JobId id, int fromSequence);

    /** How many jobs are taken before this one if nothing else comes; empty unless it waits. */
    OptionalInt ahead(String tenant, JobId id);

    /**
     * Ends a waiting job at once. A running one gets {@link Job#cancelRequested} and ends when its worker notices; asking
     * again changes nothing.
     */
    JobAnswer cancel(String tenant, JobId id);

    /** As {@link #cancel}, but in the {@linkplain JobAnswer.WrongState wrong state} if it stands for later submissions too. */
    JobAnswer cancelUnlessJoined(String tenant, JobId id);

    /**
     * Lets a failed or dead job wait again, behind its checkpoints and with fresh attempts; refused where a new job would be.
     */
    JobAnswer retry(Tenant tenant, JobId id);

    /**
     * Forgets an ended job with its result, checkpoints and idempotency key. Its messages go with it, those that are still owed
     * once they have arrived or are given up. Its audio is the caller's to remove.
     */
    JobAnswer delete(String tenant, JobId id);

    /** As {@link #delete}, but in the {@linkplain JobAnswer.WrongState wrong state} if it stands for later submissions too. */
    JobAnswer deleteUnlessJoined(String tenant, JobId id);

    /**
     * Adds one to be notified of the end; if the job has ended, its message is written now. Adding twice changes nothing.
     *
     * @param registration of the endpoint
     * @throws IllegalArgumentException if the job already notifies as many as a job may
     */
    JobAnswer addEndpoint(String tenant, JobId id, String endpoint, EndpointRegistration registration);

    /** The messages about a job, oldest first: at most one for each endpoint and end. */
    List<OutboxEntry> outbox(String tenant, JobId id);
}
