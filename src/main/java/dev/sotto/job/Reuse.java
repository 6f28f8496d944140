package dev.sotto.job;

/** Which earlier work of the same tenant and content may stand for a new submission. */
public enum Reuse {
    /** None: it makes a job of its own, which later submissions may join. */
    NONE,
    /** What waits or runs. */
    UNDER_WAY,
    /** What waits or runs, and what has succeeded and is kept, where that has room for the endpoints that come along. */
    ANY
}
