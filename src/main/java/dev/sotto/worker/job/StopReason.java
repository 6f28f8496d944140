package dev.sotto.worker.job;

/** Why a running attempt is asked to stop. */
enum StopReason {
    /** Its owner wants it no more. */
    CANCELLED,
    /** The process ends; another takes the job up. */
    SHUTDOWN,
    /** Another may have it by now: whatever comes of this attempt is dropped. */
    LOST,
    /** It got no further for too long. */
    STALLED,
    /** It got further, but ran longer than its recording warrants. */
    TIMED_OUT
}
