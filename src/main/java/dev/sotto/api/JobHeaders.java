package dev.sotto.api;

/** Headers of answers about jobs. */
final class JobHeaders {
    static final String JOB_ID = "x-sotto-job-id";
    /** Whether an earlier submission made the job: the same idempotency key, or identical work under way. */
    static final String REPLAYED = "idempotent-replayed";

    private JobHeaders() {}
}
