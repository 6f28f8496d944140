package dev.sotto.job.port;

import dev.sotto.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Edits of a job's transcript, in the order in which they were taken. They are kept with the job and go with it. Every method
 * blocks on the disk and throws {@link StoreException}. Thread-safe.
 */
public interface TranscriptEdits {
    /**
     * One edit.
     *
     * @param version that it makes, from 1
     * @param operation id by which a repeated one is known, unique for the job
     * @param content opaque
     */
    record Edit(int version, String operation, String content, Instant takenAt) {}

    /**
     * A transcript and its edits.
     *
     * @param transcript as the first edit found it, or the job's result where there is no edit
     * @param edits without gaps, the oldest first
     */
    record History(String transcript, List<Edit> edits) {
        public History {
            edits = List.copyOf(edits);
        }
    }

    /** Empty for a job that is not there, is another's or has no result. */
    Optional<History> history(String tenant, JobId id);

    /**
     * Adds edits, all or none. The first of a job keeps its result as it is now.
     *
     * @param edits with the versions that follow the newest
     * @return false, and nothing is added, if other edits came in between, or where {@link #history} is empty
     */
    boolean append(String tenant, JobId id, List<Edit> edits);
}
