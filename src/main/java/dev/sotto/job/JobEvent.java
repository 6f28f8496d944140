package dev.sotto.job;

/** What can happen to a job. Heartbeats and checkpoints change no state and are no events. */
public enum JobEvent {
    /** A worker takes it. */
    CLAIM,
    /** Its worker has done one kind of work and hands it on to the next kind. */
    ADVANCE,
    /** Its worker delivers the result. */
    SUCCEED,
    /** Its worker met a fault that no repetition mends. */
    REJECT,
    /** Its worker met a passing fault, and attempts are left. */
    RETRY,
    /** A passing fault, and no attempt is left; or its worker died while nothing ran but this job, a suspect. */
    GIVE_UP,
    /** Its worker stops and hands it back unharmed, or stood still for longer than the lease; the attempt does not count. */
    RELEASE,
    /** Its worker is gone: the process died. */
    LOSE,
    /** Its owner wants it no more. */
    CANCEL,
    /** Its time ran out before a worker took it. */
    EXPIRE,
    /** An operator or its owner wants it tried again. */
    REVIVE
}
