package dev.sotto.service;

import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.JobSpeakers;
import dev.sotto.job.port.TenantJobs;
import java.time.InstantSource;

/**
 * Where the HTTP surface keeps jobs and their recordings. Both block: never called on an event loop.
 *
 * @param clock of the store
 */
public record JobAccess(TenantJobs tenantJobs, JobSpeakers speakers, BlobStore blobs, InstantSource clock) {}
