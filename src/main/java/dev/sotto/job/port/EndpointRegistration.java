package dev.sotto.job.port;

/**
 * Stores the endpoints that a submission names. Called inside the transaction of the submission, on the store's own thread,
 * and only if they are to be notified of a job: what it writes to another store on the same database is there exactly if that
 * transaction is. If it throws, nothing of the submission is stored.
 */
@FunctionalInterface
public interface EndpointRegistration {
    /** For endpoints that are stored, or none. */
    EndpointRegistration NONE = () -> {};

    void store();
}
