package dev.sotto.service;

import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.JobCounts;
import dev.sotto.job.port.JobLibrary;
import dev.sotto.job.port.JobSpeakers;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.TenantJobs;
import dev.sotto.job.port.TranscriptEdits;
import dev.sotto.job.port.TranscriptShares;
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
        TranscriptEdits edits,
        JobLibrary library,
        TranscriptShares shares,
        BlobStore blobs,
        InstantSource clock,
        Supplier<JobCounts> counts) {
    /**
     * Where nobody asks how many jobs there are.
     *
     * @param store of all but the jobs themselves
     */
    public JobAccess(TenantJobs tenantJobs, JobStore store, BlobStore blobs, InstantSource clock) {
        this(
                tenantJobs,
                store.speakers(),
                store.voices(),
                store.edits(),
                store.library(),
                store.shares(),
                blobs,
                clock,
                () -> JobCounts.NONE);
    }
}
