package dev.sotto.store.sql;

import dev.sotto.job.Job;
import dev.sotto.job.WorkKind;
import dev.sotto.transcript.WorkClass;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * In which order waiting jobs are claimed. The owner whose job has the smallest turn comes first; of that owner's jobs the
 * oldest of the best priority is taken, and has that turn in exchange for its own.
 */
final class QueueOrder {
    /** PostgreSQL adds FOR UPDATE SKIP LOCKED, and its own clock. A job that has begun once does not expire. */
    private static final String CLAIMABLE = """
        WHERE work = ? AND work_class = ? AND state = 'queued' AND due_at <= ? AND losses BETWEEN ? AND ?
        AND (expires_at IS NULL OR expires_at > ? OR started_at IS NOT NULL)
        AND running_max > (SELECT COUNT(*) FROM job AS other
            WHERE other.state = 'running' AND other.tenant = job.tenant AND other.work = job.work
            AND other.work_class = job.work_class)
        AND ? > (SELECT COUNT(*) FROM job AS other
            WHERE other.state = 'running' AND other.tenant = job.tenant AND other.work = job.work)
        """;

    private QueueOrder() {}

    /**
     * What may be claimed.
     *
     * @param ownerMax jobs of this kind, of whichever class, that one owner may run at once
     */
    record Wanted(WorkKind work, WorkClass workClass, Instant now, Suspects.Losses losses, int ownerMax) {
        private Object[] values() {
            long millis = now.toEpochMilli();
            return new Object[] {
                work.wireName(), workClass.wireName(), millis, losses.least(), losses.most(), millis, ownerMax
            };
        }
    }

    /**
     * The job to be taken, and the one whose turn it is.
     *
     * @param head of the same owner; often the same job
     */
    record Next(Job job, Job head) {}

    static Optional<Next> next(Connection c, Wanted wanted) throws SQLException {
        Object[] values = wanted.values();
        Optional<Job> head = JobRows.first(c, CLAIMABLE + "ORDER BY turn, created_at, id LIMIT 1", values);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        Object[] ofOwner = Arrays.copyOf(values, values.length + 1);
        ofOwner[values.length] = head.get().tenant();
        return JobRows.first(c, CLAIMABLE + "AND tenant = ? ORDER BY priority, created_at, turn, id LIMIT 1", ofOwner)
                .map(job -> new Next(job, head.get()));
    }

    /** How many jobs are taken before a waiting one if nothing else comes. */
    static int ahead(Connection c, Job job, Instant now) throws SQLException {
        String line = "WHERE work = ? AND work_class = ? AND state = 'queued' AND (due_at <= ? OR id = ?)";
        String work = job.work().wireName();
        String workClass = job.workClass().wireName();
        String id = job.id().value();
        long millis = now.toEpochMilli();
        long ofOwner = Sql.number(
                c,
                "SELECT COUNT(*) FROM job " + line
                        + " AND tenant = ? AND (priority, created_at, turn, id) < (?, ?, ?, ?)",
                work,
                workClass,
                millis,
                id,
                job.tenant(),
                job.priority(),
                job.createdAt().toEpochMilli(),
                job.turn(),
                id);
        Job turn = JobRows.first(
                        c,
                        line + " AND tenant = ? ORDER BY turn, created_at, id LIMIT 1 OFFSET ?",
                        work,
                        workClass,
                        millis,
                        id,
                        job.tenant(),
                        ofOwner)
                .orElse(job);
        long ofOthers = Sql.number(
                c,
                "SELECT COUNT(*) FROM job " + line + " AND tenant <> ? AND (turn, created_at, id) < (?, ?, ?)",
                work,
                workClass,
                millis,
                id,
                job.tenant(),
                turn.turn(),
                turn.createdAt().toEpochMilli(),
                turn.id().value());
        return (int) (ofOwner + ofOthers);
    }
}
