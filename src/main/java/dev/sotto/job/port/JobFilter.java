package dev.sotto.job.port;

import dev.sotto.job.JobState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs of a tenant are wanted; all that is given must hold.
 *
 * @param states empty means all
 * @param summary fields of the job's summary, by name, and their texts
 * @param createdAfter later than this
 * @param createdBefore earlier than this
 * @param tags that the job has, all of them
 * @param search what its title or its text has
 */
public record JobFilter(
        Set<JobState> states,
        Map<String, String> summary,
        Optional<Instant> createdAfter,
        Optional<Instant> createdBefore,
        Set<String> tags,
        Optional<SearchWords> search) {
    public JobFilter {
        states = Set.copyOf(states);
        summary = Map.copyOf(summary);
        tags = Set.copyOf(tags);
    }

    /** Jobs in these states; empty means all. */
    public static JobFilter in(Set<JobState> states) {
        return new JobFilter(states, Map.of(), Optional.empty(), Optional.empty(), Set.of(), Optional.empty());
    }
}
