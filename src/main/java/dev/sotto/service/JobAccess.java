package dev.sotto.service;

import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.JobCounts;
import dev.sotto.job.port.JobSpeakers;
import dev.sotto.job.port.TenantJobs;
import dev.sotto.job.port.VoiceStore;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Where the HTTP surface keeps jobs and their recordings. Both block: never called on an event loop.
 *
 * @param clock of the store
 * @param counts how many jobs of all owners wait and run
 */
public record JobAccess(
        TenantJobs tenantJobs,
        JobSpeakers speakers,
        VoiceStore voices,
        BlobStore blobs,
        InstantSource clock,
        Supplier<JobCounts> counts) {
    /** Where nobody asks how many jobs there are. */
    public JobAccess(
            TenantJobs tenantJobs, JobSpeakers speakers, VoiceStore voices, BlobStore blobs, InstantSource clock) {
        this(tenantJobs, speakers, voices, blobs, clock, () -> JobCounts.NONE);
    }
}
