package dev.sotto.job.port;

/** How a worker stands with its job after a heartbeat or a checkpoint. */
public enum LeaseStatus {
    /** Go on. */
    HELD,
    /** Written, but the owner wants it stopped: stop, then call {@link WorkQueue#cancelled}. */
    STOP,
    /** Nothing was written: another has the job, or it has ended. Stop and drop everything. */
    LOST
}
