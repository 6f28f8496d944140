package dev.sotto.job.port;

import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import java.util.Optional;
import java.util.Set;

/**
 * A page of a tenant's jobs, newest first.
 *
 * @param filter which of them
 * @param after the last job of the page before
 * @param limit 1 to {@value #LIMIT_MAX}
 */
public record JobQuery(String tenant, JobFilter filter, Optional<JobId> after, int limit) {
    public static final int LIMIT_MAX = 1000;

    public JobQuery {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("a page of %d jobs; expected 1 to %d".formatted(limit, LIMIT_MAX));
        }
    }

    /** Of jobs in these states; empty means all. */
    public JobQuery(String tenant, Set<JobState> states, Optional<JobId> after, int limit) {
        this(tenant, JobFilter.in(states), after, limit);
    }
}
