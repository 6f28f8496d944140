package dev.sotto.store;

import dev.sotto.job.FairShare;
import dev.sotto.job.Job;
import dev.sotto.job.WorkKind;
import java.sql.Connection;
import java.sql.SQLException;

/** How far each line has come, and where each tenant's next job in it starts. */
final class FairQueueRows {
    private FairQueueRows() {}

    /** Who joins which line with how much audio. */
    record Joining(WorkKind work, int priority, String tenant, double costSeconds, double weight) {}

    static FairShare join(Connection c, Joining joining) throws SQLException {
        String work = joining.work().wireName();
        double virtualNow = now(c, work, joining.priority());
        double finish = Sql.first(
                        c,
                        "SELECT finish FROM fair_tenant WHERE work = ? AND priority = ? AND tenant = ?",
                        row -> row.getDouble(1),
                        work,
                        joining.priority(),
                        joining.tenant())
                .orElse(0.0);
        FairShare share = FairShare.of(virtualNow, finish, joining.costSeconds(), joining.weight());
        Sql.update(
                c,
                "INSERT INTO fair_tenant (work, priority, tenant, finish) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (work, priority, tenant) DO UPDATE SET finish = excluded.finish",
                work,
                joining.priority(),
                joining.tenant(),
                share.finish());
        return share;
    }

    /** A job was taken from its line; a retried one, whose turn has long passed, does not turn the line back. */
    static void taken(Connection c, Job job) throws SQLException {
        String work = job.work().wireName();
        if (job.turn() > now(c, work, job.priority())) {
            Sql.update(
                    c,
                    "INSERT INTO fair_line (work, priority, virtual_now) VALUES (?, ?, ?)"
                            + " ON CONFLICT (work, priority) DO UPDATE SET virtual_now = excluded.virtual_now",
                    work,
                    job.priority(),
                    job.turn());
        }
    }

    /** Tenants whose last turn has passed start at the line's own time anyway. */
    static void forget(Connection c) throws SQLException {
        Sql.update(
                c,
                "DELETE FROM fair_tenant WHERE finish <= (SELECT virtual_now FROM fair_line"
                        + " WHERE fair_line.work = fair_tenant.work AND fair_line.priority = fair_tenant.priority)");
    }

    private static double now(Connection c, String work, int priority) throws SQLException {
        return Sql.first(
                        c,
                        "SELECT virtual_now FROM fair_line WHERE work = ? AND priority = ?",
                        row -> row.getDouble(1),
                        work,
                        priority)
                .orElse(0.0);
    }
}
