package dev.sotto.store.sql;

import dev.sotto.job.JobPolicy;
import dev.sotto.job.Tenant;
import dev.sotto.job.port.Submission;
import dev.sotto.key.DailyQuota;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Whether another job may wait: asked inside the transaction that lets it, so that jobs which come at once see each other. */
final class QueueLimits {
    /**
     * Audio that a job holds of its owner's day until it ends: what decoding found, or the guess, or ten minutes for what is
     * not fetched yet.
     */
    static final String RESERVED_SECONDS = """
        SUM(CASE WHEN seconds_total > 0 THEN seconds_total WHEN work = 'fetch' THEN 600 ELSE cost_seconds END)\
        """;

    private QueueLimits() {}

    /** Why not; empty if it may. */
    static Optional<Submission> refused(Connection c, Tenant tenant, JobPolicy policy, Instant now)
            throws SQLException {
        if (Sql.number(c, "SELECT COUNT(*) FROM job WHERE state = 'queued'") >= policy.queuedMax()) {
            return Optional.of(new Submission.Full(false, policy.queuedMax()));
        }
        String ofTenant = "SELECT COUNT(*) FROM job WHERE state = 'queued' AND tenant = ?";
        if (Sql.number(c, ofTenant, tenant.name()) >= tenant.queuedMax()) {
            return Optional.of(new Submission.Full(true, tenant.queuedMax()));
        }
        if (tenant.audioSecondsPerDay().isPresent()) {
            long limit = tenant.audioSecondsPerDay().get();
            DailyQuota used = KeyRows.used(c, tenant.name(), now).charged(reserved(c, tenant.name()), now);
            if (!used.admit(limit, now).isAdmitted()) {
                return Optional.of(new Submission.OverQuota(limit));
            }
        }
        return Optional.empty();
    }

    private static long reserved(Connection c, String tenant) throws SQLException {
        double seconds = Sql.first(
                        c,
                        "SELECT COALESCE(" + RESERVED_SECONDS + ", 0) FROM job"
                                + " WHERE state IN ('queued', 'running') AND tenant = ?",
                        row -> row.getDouble(1),
                        tenant)
                .orElse(0.0);
        return (long) Math.ceil(seconds);
    }
}
