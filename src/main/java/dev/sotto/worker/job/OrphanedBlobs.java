package dev.sotto.worker.job;

import dev.sotto.bus.Recordings;
import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.JobMaintenance;
import java.util.Set;

/**
 * Recordings that no job needs and that could not be deleted when their job ended, or never got a job. Such a recording is
 * deleted when two rounds in a row find it: one that was kept just now may not have its job yet. Rounds come from one
 * thread at a time.
 */
final class OrphanedBlobs {
    private final JobMaintenance maintenance;
    private final BlobStore blobs;
    private final Recordings recordings;
    private Set<String> suspects = Set.of();

    OrphanedBlobs(JobMaintenance maintenance, BlobStore blobs, Recordings recordings) {
        this.maintenance = maintenance;
        this.blobs = blobs;
        this.recordings = recordings;
    }

    /** One round; blocks on the disk. */
    void round() {
        Set<String> unneeded = blobs.keys();
        unneeded.removeIf(maintenance::isUsed);
        unneeded.stream().filter(suspects::contains).forEach(recordings::remove);
        suspects = unneeded;
    }
}
