package dev.sotto.job.port;

/** The closed list of ways in which a store can fail. */
public enum StoreError {
    /** Another process has it. */
    IN_USE(false),
    /** Its file was moved, deleted or replaced under it. */
    REPLACED(false),
    /** Its content is not what was written. */
    DAMAGED(false),
    /** It was written by a newer version of this program. */
    NEWER(false),
    /** It is something else than a store of ours, or was changed by hand. */
    FOREIGN(false),
    /** This machine or driver cannot hold it safely. */
    UNSUPPORTED(false),
    /** No space is left. */
    FULL(true),
    /** It did not answer in time. */
    BUSY(true),
    /** Reading or writing failed otherwise. */
    UNAVAILABLE(true),
    CLOSED(false);

    private final boolean passing;

    StoreError(boolean passing) {
        this.passing = passing;
    }

    /** Whether the same call may succeed later without anybody's help. */
    public boolean isPassing() {
        return passing;
    }
}
