package dev.sotto.job.port;

import dev.sotto.job.JobClip;
import dev.sotto.job.JobId;
import dev.sotto.job.Lease;
import java.util.List;
import java.util.Optional;

/**
 * What the speakers of a job's recording can be told apart from again. It is kept with the job and goes with it. Every method
 * blocks on the disk and throws {@link StoreException}. Thread-safe.
 */
public interface JobSpeakers {
    /**
     * Kept of a job.
     *
     * @param analysis what the networks heard
     * @param text the rest, as JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on; equality is never asked for
    record Kept(byte[] analysis, String text) {}

    /** Keeps it in place of what an earlier attempt kept; false, and nothing is kept, where the lease is lost. */
    boolean keep(Lease lease, Kept kept);

    /** Empty also for a job that is not there or another's. */
    Optional<Kept> find(String tenant, JobId id);

    /** Clips that came with a job's request; empty also for a job that is not there. */
    List<JobClip> clips(JobId id);

    /** Puts another result in the place of a job's own; false for one that is not there, is another's or has none. */
    boolean replaceResult(String tenant, JobId id, String result);
}
