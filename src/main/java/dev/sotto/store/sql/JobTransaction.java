package dev.sotto.store.sql;

import dev.sotto.job.FairShare;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobAnnouncer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What all sides of the store share: the rules, the clock, and the one way in which a change is written. */
final class JobTransaction {
    private final JobRules rules;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final OutboxRows outbox;

    JobTransaction(JobRules rules, InstantSource clock, RandomGenerator random, JobAnnouncer announcer) {
        this.rules = rules;
        this.clock = clock;
        this.random = random;
        this.outbox = new OutboxRows(announcer, random);
    }

    JobRules rules() {
        return rules;
    }

    OutboxRows outbox() {
        return outbox;
    }

    /** Whole milliseconds, as stored. */
    Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    JobId newId() {
        return JobId.draw(random);
    }

    Job write(Connection c, Job before, Job after) throws SQLException {
        return write(c, before, after, Optional.empty());
    }

    /** The result is stored exactly if the job has succeeded; the messages exactly if it has ended. */
    Job write(Connection c, Job before, Job after, Optional<String> result) throws SQLException {
        JobRows.update(c, before, after);
        Optional<String> stored = after.state() == JobState.SUCCEEDED ? result : Optional.empty();
        if (stored.isPresent()) {
            Sql.update(
                    c,
                    "INSERT INTO job_result (job_id, content) VALUES (?, ?)",
                    after.id().value(),
                    stored.get());
            CheckpointRows.drop(c, after.id());
            KeyRows.charge(c, after.tenant(), after.progress().secondsTotal(), now());
        }
        if (after.state().isFinal()) {
            outbox.announce(c, after, stored);
        }
        return after;
    }

    /** A new place in line for a job that is there already. */
    FairShare rejoin(Connection c, Job job, FairQueueRows.Line line, double costSeconds) throws SQLException {
        double weight = Sql.first(
                        c,
                        "SELECT weight FROM job WHERE id = ?",
                        row -> row.getDouble(1),
                        job.id().value())
                .orElseThrow();
        return FairQueueRows.join(c, line, new FairQueueRows.Joining(job.tenant(), costSeconds, weight));
    }
}
