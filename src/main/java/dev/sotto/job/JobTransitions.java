package dev.sotto.job;

import static dev.sotto.job.JobState.CANCELLED;
import static dev.sotto.job.JobState.DEAD;
import static dev.sotto.job.JobState.FAILED;
import static dev.sotto.job.JobState.QUEUED;
import static dev.sotto.job.JobState.RUNNING;
import static dev.sotto.job.JobState.SUCCEEDED;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The table of allowed changes: all that is not in it is refused. {@code src/docs/jobs.md} shows the same table. */
public final class JobTransitions {
    /** State to what may happen in it to the state after. */
    public static final Map<JobState, Map<JobEvent, JobState>> TABLE = table();

    private JobTransitions() {}

    private static Map<JobState, Map<JobEvent, JobState>> table() {
        Map<JobState, Map<JobEvent, JobState>> table = new EnumMap<>(JobState.class);
        for (JobState state : JobState.values()) {
            table.put(state, new EnumMap<>(JobEvent.class));
        }
        row(table, QUEUED).put(JobEvent.CLAIM, RUNNING);
        row(table, QUEUED).put(JobEvent.CANCEL, CANCELLED);
        row(table, QUEUED).put(JobEvent.EXPIRE, FAILED);
        row(table, RUNNING).put(JobEvent.ADVANCE, QUEUED);
        row(table, RUNNING).put(JobEvent.SUCCEED, SUCCEEDED);
        row(table, RUNNING).put(JobEvent.REJECT, FAILED);
        row(table, RUNNING).put(JobEvent.RETRY, QUEUED);
        row(table, RUNNING).put(JobEvent.GIVE_UP, DEAD);
        row(table, RUNNING).put(JobEvent.RELEASE, QUEUED);
        row(table, RUNNING).put(JobEvent.LOSE, QUEUED);
        row(table, RUNNING).put(JobEvent.CANCEL, CANCELLED);
        row(table, FAILED).put(JobEvent.REVIVE, QUEUED);
        row(table, DEAD).put(JobEvent.REVIVE, QUEUED);
        table.replaceAll((state, row) -> Collections.unmodifiableMap(row));
        return Collections.unmodifiableMap(table);
    }

    private static Map<JobEvent, JobState> row(Map<JobState, Map<JobEvent, JobState>> table, JobState state) {
        return table.computeIfAbsent(state, missing -> new EnumMap<>(JobEvent.class));
    }

    /** Empty where the table allows no such change. */
    public static Optional<JobState> after(JobState state, JobEvent event) {
        return Optional.ofNullable(TABLE.getOrDefault(state, Map.of()).get(event));
    }

    /**
     * The state after an event that the caller knows to be allowed.
     *
     * @throws IllegalStateException where the table says otherwise
     */
    static JobState require(JobState state, JobEvent event) {
        return after(state, event)
                .orElseThrow(() -> new IllegalStateException("%s cannot happen to a %s job".formatted(event, state)));
    }
}
