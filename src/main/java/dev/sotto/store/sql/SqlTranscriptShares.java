package dev.sotto.store.sql;

import dev.sotto.job.JobId;
import dev.sotto.job.port.TranscriptShares;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of the table {@code transcript_share}. */
final class SqlTranscriptShares implements TranscriptShares {
    private static final String COLUMNS = "s.id, s.created_at, s.expires_at, s.revoked_at";
    private static final String OWN = "SELECT " + COLUMNS
            + " FROM transcript_share s JOIN job ON job.id = s.job_id WHERE job.tenant = ? AND job.id = ?";
    private static final String MAKE_ROOM = """
        DELETE FROM transcript_share WHERE job_id = ? AND id NOT IN (SELECT id FROM transcript_share WHERE job_id = ?
        ORDER BY CASE WHEN revoked_at IS NULL AND expires_at > ? THEN 0 ELSE 1 END, created_at DESC, id DESC LIMIT ?)\
        """;

    private final Database database;

    SqlTranscriptShares(Database database) {
        this.database = database;
    }

    private static Share share(ResultSet row) throws SQLException {
        long revoked = row.getLong(4);
        Optional<Instant> revokedAt = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(revoked));
        return new Share(
                row.getString(1),
                Instant.ofEpochMilli(row.getLong(2)),
                Instant.ofEpochMilli(row.getLong(3)),
                revokedAt);
    }

    @Override
    public Added add(String tenant, JobId id, Share share, String tokenHash) {
        return database.write(c -> {
            String job = id.value();
            boolean hasResult = Sql.exists(
                    c,
                    "SELECT 1 FROM job JOIN job_result r ON r.job_id = job.id WHERE job.id = ? AND job.tenant = ?",
                    job,
                    tenant);
            if (!hasResult) {
                return Added.NO_RESULT;
            }
            if (open(c, job, share.createdAt()) >= KEPT_MAX) {
                return Added.TOO_MANY;
            }
            Sql.update(c, MAKE_ROOM, job, job, share.createdAt().toEpochMilli(), KEPT_MAX - 1);
            Sql.update(
                    c,
                    "INSERT INTO transcript_share (id, job_id, token_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
                    share.id(),
                    job,
                    tokenHash,
                    share.createdAt().toEpochMilli(),
                    share.expiresAt().toEpochMilli());
            return Added.ADDED;
        });
    }

    private static long open(Connection c, String job, Instant now) throws SQLException {
        return Sql.number(
                c,
                "SELECT COUNT(*) FROM transcript_share WHERE job_id = ? AND revoked_at IS NULL AND expires_at > ?",
                job,
                now.toEpochMilli());
    }

    @Override
    public List<Share> list(String tenant, JobId id) {
        return database.read(c -> Sql.list(
                c, OWN + " ORDER BY s.created_at DESC, s.id DESC", SqlTranscriptShares::share, tenant, id.value()));
    }

    @Override
    public Optional<Shared> find(String tokenHash) {
        return database.read(c -> Sql.first(
                c,
                "SELECT " + COLUMNS + ", job.tenant, job.id FROM transcript_share s JOIN job ON job.id = s.job_id"
                        + " WHERE s.token_hash = ?",
                row -> new Shared(row.getString(5), new JobId(row.getString(6)), share(row)),
                tokenHash));
    }

    @Override
    public Optional<Share> revoke(String tenant, JobId id, String share, Instant at) {
        return database.write(c -> {
            String own = OWN + " AND s.id = ?";
            if (Sql.first(c, own, SqlTranscriptShares::share, tenant, id.value(), share)
                    .isEmpty()) {
                return Optional.<Share>empty();
            }
            Sql.update(
                    c,
                    "UPDATE transcript_share SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                    at.toEpochMilli(),
                    share);
            return Sql.first(c, own, SqlTranscriptShares::share, tenant, id.value(), share);
        });
    }
}
