package dev.sotto.job.port;

import dev.sotto.job.JobId;
import java.time.Instant;

/**
 * One message for one endpoint about one end of one job, as the transaction that ended the job wrote it. What becomes of
 * it, {@code webhook} knows: the same row is a delivery there.
 *
 * @param id the message id: the same at every attempt
 * @param endpoint as registered with the job; opaque here
 * @param payload the exact text to be sent
 */
public record OutboxEntry(
        String id, JobId job, String tenant, String endpoint, String eventType, String payload, Instant createdAt) {}
