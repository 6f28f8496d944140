package dev.sotto.job;

import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobStore;
import dev.sotto.testing.SettableClock;

/** How the contract tests get at a store: each call opens one over the same data, after the last was closed or abandoned. */
public interface StoreBench extends AutoCloseable {
    /**
     * Opens the store.
     *
     * @param seed of ids and jitter
     */
    JobStore open(JobPolicy policy, SettableClock clock, long seed, JobAnnouncer announcer);

    /** Leaves the open store as a killed process leaves it: the next {@link #open} sees what was on disk, no more. */
    void crash();

    @Override
    void close();
}
