package dev.sotto.job;

import java.time.Instant;

/**
 * The right to write for a job. It decides who may write, not who is still running: once it has ended another worker may
 * take the job, and from then on everything that this one writes is refused.
 *
 * @param fence grows with every claim of the job and never repeats; the store compares it on every write
 * @param worker who holds it, for logs
 * @param endsAt unless renewed before
 */
public record Lease(JobId job, long fence, String worker, Instant endsAt) {}
