package dev.sotto.worker.job;

import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.JobUpkeep;
import dev.sotto.job.port.StoreException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recordings that no job needs and that could not be deleted when their job ended, or never got a job. Such a recording is
 * deleted when two rounds in a row find it: one that was kept just now may not have its job yet. Rounds come from one thread at a time.
 */
final class LeftRecordings {
    private static final Logger LOG = LoggerFactory.getLogger(LeftRecordings.class);

    private final JobUpkeep upkeep;
    private final BlobStore blobs;
    private Set<String> suspects = Set.of();

    LeftRecordings(JobUpkeep upkeep, BlobStore blobs) {
        this.upkeep = upkeep;
        this.blobs = blobs;
    }

    /** One round; blocks on the disk. */
    void round() {
        Set<String> unneeded = blobs.keys();
        unneeded.removeIf(upkeep::isUsed);
        unneeded.stream().filter(suspects::contains).forEach(this::delete);
        suspects = unneeded;
    }

    /** One that cannot be deleted keeps no other; the next round tries again. */
    void delete(String key) {
        try {
            blobs.delete(key);
        } catch (StoreException e) {
            LOG.warn("a recording that no job needs could not be deleted yet: {}", e.getMessage());
        }
    }
}
