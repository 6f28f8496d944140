package dev.sotto.store.sql;

import dev.sotto.fault.FaultCode;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobId;
import dev.sotto.job.JobSpec;
import dev.sotto.job.JobState;
import dev.sotto.job.Lease;
import dev.sotto.job.Progress;
import dev.sotto.job.Tries;
import dev.sotto.job.WorkKind;
import dev.sotto.transcript.WorkClass;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs as rows of the table {@code job}. */
final class JobRows {
    /** A query on jobs begins so. */
    static final String SELECT =
            "SELECT id, tenant, work, work_class, state, priority, input, summary, attempt, failures, losses,"
                    + " fence, generation, seconds_done, seconds_total, cancel_requested, created_at, due_at, turn, expires_at,"
                    + " retention_ms, lease_owner, lease_until, started_at, ended_at, purge_at, error_code, error_message"
                    + " FROM job ";

    private static final String INSERT =
            "INSERT INTO job (id, tenant, work, work_class, state, priority, input, request, summary,"
                    + " cost_seconds, weight, running_max, attempt, failures, losses, fence, generation, seconds_done,"
                    + " seconds_total, cancel_requested, created_at, due_at, turn, expires_at, retention_ms, coalesce_key,"
                    + " audio_seconds_per_day)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, ?, ?, ?, ?, ?, ?, ?)";

    /** Only as long as nobody has changed state, claim or generation in between. */
    private static final String UPDATE =
            "UPDATE job SET work = ?, work_class = ?, priority = ?, retention_ms = ?, state = ?, input = ?,"
                    + " attempt = ?, failures = ?, losses = ?, fence = ?, generation = ?, seconds_done = ?, seconds_total = ?, cancel_requested = ?,"
                    + " due_at = ?, turn = ?, expires_at = ?, lease_owner = ?, lease_until = ?, started_at = ?, ended_at = ?,"
                    + " purge_at = ?, error_code = ?, error_message = ?"
                    + " WHERE id = ? AND state = ? AND fence = ? AND generation = ?";

    private JobRows() {}

    static void insert(Connection c, Job job, JobSpec spec) throws SQLException {
        Sql.update(
                c,
                INSERT,
                job.id().value(),
                job.tenant(),
                job.work().wireName(),
                job.workClass().wireName(),
                job.state().wireName(),
                job.priority(),
                job.input(),
                spec.request(),
                job.summary(),
                spec.costSeconds(),
                spec.tenant().weight(),
                spec.tenant().runningMax(),
                job.createdAt().toEpochMilli(),
                job.dueAt().toEpochMilli(),
                job.turn(),
                millis(job.expiresAt()),
                job.retention().toMillis(),
                spec.coalesceKey().orElse(null),
                spec.tenant().audioSecondsPerDay().orElse(null));
    }

    /**
     * Writes what a rule made of a job that was read in this transaction.
     *
     * @throws IllegalStateException if the row is not as it was read: the transaction must not go on
     */
    static void update(Connection c, Job before, Job after) throws SQLException {
        Optional<Lease> lease = after.lease();
        Optional<JobFailure> failure = after.failure();
        int rows = Sql.update(
                c,
                UPDATE,
                after.work().wireName(),
                after.workClass().wireName(),
                after.priority(),
                after.retention().toMillis(),
                after.state().wireName(),
                after.input(),
                after.tries().attempt(),
                after.tries().failures(),
                after.tries().losses(),
                after.tries().fence(),
                after.tries().generation(),
                after.progress().secondsDone(),
                after.progress().secondsTotal(),
                after.cancelRequested() ? 1 : 0,
                after.dueAt().toEpochMilli(),
                after.turn(),
                millis(after.expiresAt()),
                lease.map(Lease::worker).orElse(null),
                millis(lease.map(Lease::endsAt)),
                millis(after.startedAt()),
                millis(after.endedAt()),
                millis(after.purgeAt()),
                failure.map(f -> f.code().wireName()).orElse(null),
                failure.map(JobFailure::message).orElse(null),
                before.id().value(),
                before.state().wireName(),
                before.tries().fence(),
                before.tries().generation());
        if (rows != 1) {
            throw new IllegalStateException("job %s changed inside a transaction".formatted(before.id()));
        }
    }

    /** Of a job that is there. It may be large, so no other query reads it. */
    static String request(Connection c, JobId id) throws SQLException {
        return Sql.first(c, "SELECT request FROM job WHERE id = ?", row -> row.getString(1), id.value())
                .orElseThrow();
    }

    /** Of its owner, when it was submitted. */
    static Optional<Long> audioSecondsPerDay(Connection c, JobId id) throws SQLException {
        return Sql.first(
                c,
                "SELECT audio_seconds_per_day FROM job WHERE id = ? AND audio_seconds_per_day IS NOT NULL",
                row -> row.getLong(1),
                id.value());
    }

    static Optional<Job> find(Connection c, JobId id) throws SQLException {
        return Sql.first(c, SELECT + "WHERE id = ?", JobRows::map, id.value());
    }

    static Optional<Job> find(Connection c, String tenant, JobId id) throws SQLException {
        return Sql.first(c, SELECT + "WHERE id = ? AND tenant = ?", JobRows::map, id.value(), tenant);
    }

    /** The job if this very lease still holds it. */
    static Optional<Job> held(Connection c, Lease lease) throws SQLException {
        String where = "WHERE id = ? AND fence = ? AND state = 'running'";
        return Sql.first(c, SELECT + where, JobRows::map, lease.job().value(), lease.fence());
    }

    static Optional<Job> first(Connection c, String where, @Nullable Object... values) throws SQLException {
        return Sql.first(c, SELECT + where, JobRows::map, values);
    }

    static List<Job> list(Connection c, String where, @Nullable Object... values) throws SQLException {
        return Sql.list(c, SELECT + where, JobRows::map, values);
    }

    /**
     * With its result, checkpoints and idempotency key. Messages that are still owed go once they have arrived or are given up,
     * see {@link DeliveryRows#forgetIfOver}.
     */
    static void forget(Connection c, JobId id) throws SQLException {
        Sql.update(c, "DELETE FROM webhook_delivery WHERE subject = ? AND state <> 'pending'", id.value());
        Sql.update(c, "DELETE FROM job WHERE id = ?", id.value());
    }

    static Job map(ResultSet row) throws SQLException {
        JobId id = new JobId(row.getString("id"));
        Tries tries = new Tries(
                row.getInt("attempt"),
                row.getInt("failures"),
                row.getInt("losses"),
                row.getLong("fence"),
                row.getInt("generation"));
        return new Job(
                id,
                row.getString("tenant"),
                WorkKind.valueOf(constant(row.getString("work"))),
                WorkClass.valueOf(constant(row.getString("work_class"))),
                JobState.valueOf(constant(row.getString("state"))),
                row.getInt("priority"),
                row.getString("input"),
                row.getString("summary"),
                tries,
                new Progress(row.getDouble("seconds_done"), row.getDouble("seconds_total")),
                row.getInt("cancel_requested") == 1,
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("due_at")),
                row.getDouble("turn"),
                instant(row, "expires_at"),
                Duration.ofMillis(row.getLong("retention_ms")),
                lease(row, id, tries.fence()),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                instant(row, "purge_at"),
                failure(row));
    }

    private static Optional<Lease> lease(ResultSet row, JobId id, long fence) throws SQLException {
        String worker = row.getString("lease_owner");
        return worker == null
                ? Optional.empty()
                : instant(row, "lease_until").map(until -> new Lease(id, fence, worker, until));
    }

    private static Optional<JobFailure> failure(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        return code == null
                ? Optional.empty()
                : Optional.of(new JobFailure(FaultCode.named(code), row.getString("error_message")));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static @Nullable Long millis(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).orElse(null);
    }

    private static String constant(String wireName) {
        return wireName.toUpperCase(Locale.ROOT);
    }
}
