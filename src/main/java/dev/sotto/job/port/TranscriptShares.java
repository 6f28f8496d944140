package dev.sotto.job.port;

import dev.sotto.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Links with which anybody who has one reads a job's transcript. They are kept with the job and go with it. Every method blocks
 * on the disk and throws {@link StoreException}. Thread-safe.
 */
public interface TranscriptShares {
    /** Links of one job that are kept, those that have ended among them. */
    int KEPT_MAX = 100;

    /**
     * One link.
     *
     * @param id by which its owner revokes it; it opens nothing
     * @param revokedAt empty unless its owner took it back
     */
    record Share(String id, Instant createdAt, Instant expiresAt, Optional<Instant> revokedAt) {
        /** Whether it opens the transcript at that moment. */
        public boolean isOpen(Instant now) {
            return revokedAt.isEmpty() && now.isBefore(expiresAt);
        }
    }

    /** A link, and whose transcript it opens. */
    record Shared(String tenant, JobId job, Share share) {}

    /** What became of a new link. */
    enum Added {
        ADDED,
        /** The job is not there, is another's or has no result. */
        NO_RESULT,
        /** As many as may be are open. */
        TOO_MANY
    }

    /**
     * Adds a link. The oldest that have ended give way, so that no more than {@value #KEPT_MAX} are kept.
     *
     * @param tokenHash by which it is found
     */
    Added add(String tenant, JobId id, Share share, String tokenHash);

    /** The newest first; nothing for a job that is not there or is another's. */
    List<Share> list(String tenant, JobId id);

    /** The link with this hash, whether it is open or not. */
    Optional<Shared> find(String tokenHash);

    /** Ends a link; one that was revoked before stays as it was. Empty if there is no such link of the tenant's. */
    Optional<Share> revoke(String tenant, JobId id, String share, Instant at);
}
