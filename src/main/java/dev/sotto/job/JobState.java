package dev.sotto.job;

import java.util.Locale;

/** Where a job stands. Which change leads where is the table of {@link JobTransitions}. */
public enum JobState {
    /** Waits for a worker; also waits for its due time, be it a first start or a retry. */
    QUEUED,
    /** A worker holds its lease. */
    RUNNING,
    /** Ended with its one result. */
    SUCCEEDED,
    /** Ended: this job can never work, or its time ran out before it began. */
    FAILED,
    /** Ended: it might have worked, but its attempts are used up. May be retried by hand. */
    DEAD,
    /** Ended because its owner said so. */
    CANCELLED;

    public boolean isFinal() {
        return this != QUEUED && this != RUNNING;
    }

    /** The name in JSON, logs and the store. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
