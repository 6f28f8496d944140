package dev.sotto.store.sql;

import dev.sotto.job.JobPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Which waiting jobs may be claimed beside what runs: a suspect (see {@link JobPolicy}) runs with nothing beside it. */
final class Suspects {
    private final int suspectFrom;

    Suspects(JobPolicy policy) {
        this.suspectFrom = policy.lossesMax();
    }

    /** How many workers a job may have lost to be claimed now; both ends count. */
    record Losses(int least, int most) {}

    private record Running(int jobs, int lossesMax) {}

    /** Empty if nothing may be claimed. */
    Optional<Losses> allowed(Connection c, String worker, Instant now) throws SQLException {
        Running running = Sql.first(
                        c,
                        "SELECT COUNT(*), COALESCE(MAX(losses), 0) FROM job WHERE state = 'running' AND lease_owner = ?",
                        row -> new Running(row.getInt(1), row.getInt(2)),
                        worker)
                .orElseThrow();
        if (running.lossesMax() >= suspectFrom) {
            return Optional.empty();
        }
        boolean isOneOverdue = Sql.exists(
                c,
                "SELECT 1 FROM job WHERE state = 'queued' AND losses > 0 AND losses >= ? AND due_at <= ? LIMIT 1",
                suspectFrom,
                now.minus(JobPolicy.SUSPECT_WAIT_MAX).toEpochMilli());
        boolean isIdle = running.jobs() == 0;
        if (isOneOverdue && !isIdle) {
            return Optional.empty();
        }
        return Optional.of(new Losses(isOneOverdue ? suspectFrom : 0, isIdle ? Integer.MAX_VALUE : suspectFrom - 1));
    }
}
