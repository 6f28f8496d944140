package dev.sotto.api;

import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.JobDesk;
import java.time.InstantSource;

/**
 * Where the HTTP surface keeps jobs and their recordings. Both block: never called on an event loop.
 *
 * @param clock of the store
 */
public record JobAccess(JobDesk desk, BlobStore blobs, InstantSource clock) {}
