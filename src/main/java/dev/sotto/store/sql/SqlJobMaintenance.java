package dev.sotto.store.sql;

import dev.sotto.job.Job;
import dev.sotto.job.port.JobCounts;
import dev.sotto.job.port.JobMaintenance;
import dev.sotto.transcript.WorkClass;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The caretaker's side. */
final class SqlJobMaintenance implements JobMaintenance {
    /** Beyond any schedule of attempts. */
    private static final Duration KEEP_MESSAGES = Duration.ofDays(30);

    private static final String COUNTS = """
        SELECT SUM(CASE WHEN state = 'queued' AND due_at <= ? THEN 1 ELSE 0 END),
        SUM(CASE WHEN state = 'queued' AND due_at > ? THEN 1 ELSE 0 END),
        SUM(CASE WHEN state = 'running' THEN 1 ELSE 0 END),
        COALESCE(MIN(CASE WHEN state = 'queued' AND due_at <= ? THEN due_at END), ?),
        SUM(CASE WHEN cost_seconds > seconds_done THEN cost_seconds - seconds_done ELSE 0 END)
        FROM job WHERE state IN ('queued', 'running') AND work_class = ? HAVING COUNT(*) > 0\
        """;

    /** By the index of pending messages: that of their ages is full of delivered ones. */
    private static final String OLDEST_MESSAGE =
            "SELECT COALESCE(MIN(created_at + 0), ?) FROM webhook_delivery WHERE state = 'pending'";

    private final Database database;
    private final JobTransaction changes;
    private final Optional<Instant> purgesFrom;

    /** @param purgesFrom before which nothing is forgotten, see {@link dev.sotto.job.StartClock} */
    SqlJobMaintenance(Database database, JobTransaction changes, Optional<Instant> purgesFrom) {
        this.database = database;
        this.changes = changes;
        this.purgesFrom = purgesFrom;
    }

    @Override
    public List<Job> sweep(String worker, int limit) {
        return database.write(c -> {
            Instant now = changes.now();
            List<Job> swept = new ArrayList<>();
            String overdue = "WHERE state = 'running' AND lease_until <= ? ORDER BY lease_until LIMIT ?";
            for (Job job : JobRows.list(c, overdue, now.toEpochMilli(), limit)) {
                swept.add(changes.write(c, job, changes.rules().leaseEnded(job, worker, now)));
            }
            String expired = "WHERE state = 'queued' AND expires_at <= ? AND started_at IS NULL LIMIT ?";
            for (Job job : JobRows.list(c, expired, now.toEpochMilli(), limit - swept.size())) {
                swept.add(changes.write(c, job, changes.rules().expired(job, now)));
            }
            return swept;
        });
    }

    @Override
    public List<Job> purge(int limit, Instant wall) {
        return database.write(c -> {
            Instant time = changes.now();
            ClockRows.seen(c, time);
            if (purgesFrom.filter(time::isBefore).isPresent()) {
                return List.<Job>of();
            }
            long now = Math.min(time.toEpochMilli(), wall.toEpochMilli());
            List<Job> over = JobRows.list(c, "WHERE purge_at <= ? ORDER BY purge_at LIMIT ?", now, limit);
            for (Job job : over) {
                JobRows.forget(c, job.id());
            }
            Sql.update(c, "DELETE FROM idempotency WHERE expires_at <= ?", now);
            Sql.update(c, "DELETE FROM webhook_delivery WHERE created_at <= ?", now - KEEP_MESSAGES.toMillis());
            EndpointRows.forgetUnnamed(c);
            FairQueueRows.forget(c);
            return over;
        });
    }

    @Override
    public boolean isUsed(String input) {
        return database.read(c -> Sql.exists(
                c, "SELECT 1 FROM job WHERE input = ? AND state NOT IN ('succeeded', 'cancelled') LIMIT 1", input));
    }

    @Override
    public JobCounts counts() {
        long now = changes.now().toEpochMilli();
        return database.read(c -> new JobCounts(
                counts(c, WorkClass.INTERACTIVE, now),
                counts(c, WorkClass.BULK, now),
                Sql.first(c, OLDEST_MESSAGE, row -> since(row.getLong(1), now), now)
                        .orElse(Duration.ZERO)));
    }

    private static Duration since(long millis, long now) {
        return Duration.ofMillis(Math.max(0, now - millis));
    }

    private static JobCounts.OfClass counts(Connection c, WorkClass workClass, long now) throws SQLException {
        return Sql.first(
                        c,
                        COUNTS,
                        row -> new JobCounts.OfClass(
                                row.getInt(1),
                                row.getInt(2),
                                row.getInt(3),
                                row.getDouble(5),
                                since(row.getLong(4), now)),
                        now,
                        now,
                        now,
                        now,
                        workClass.wireName())
                .orElse(JobCounts.OfClass.NONE);
    }
}
