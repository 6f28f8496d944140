package dev.sotto.job.port;

import java.time.Duration;

/**
 * The queue in numbers, for metrics.
 *
 * @param due waiting jobs that a worker could take now, but for their tenants' caps
 * @param delayed waiting jobs whose time has not come
 * @param oldestDue how long the longest waiting of the due ones has been due
 */
public record JobCounts(int due, int delayed, int running, Duration oldestDue) {}
