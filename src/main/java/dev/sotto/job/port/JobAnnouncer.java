package dev.sotto.job.port;

import dev.sotto.job.Job;
import java.util.Optional;

/**
 * Says what an endpoint is told of an ended job. Called inside the transaction that ends the job, on the store's own
 * thread: must be quick and must not call the store.
 */
public interface JobAnnouncer {
    /** Tells nobody anything. */
    JobAnnouncer SILENT = (job, result, endpoint) -> Optional.empty();

    Optional<Announcement> announce(Job job, Optional<String> result, String endpoint);

    /** The payload is the exact text to be sent, the same at every attempt. */
    record Announcement(String eventType, String payload) {}
}
