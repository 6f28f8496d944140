package dev.sotto.store.sql;

import dev.sotto.job.FairShare;
import dev.sotto.job.Job;
import dev.sotto.job.WorkKind;
import dev.sotto.transcript.WorkClass;
import java.sql.Connection;
import java.sql.SQLException;

/** How far each line has come, and where each tenant's next job in it starts. */
final class FairQueueRows {
    private FairQueueRows() {}

    /** Each has a virtual time of its own. */
    record Line(WorkKind work, WorkClass workClass) {
        static Line of(Job job) {
            return new Line(job.work(), job.workClass());
        }
    }

    /** Who joins a line with how much audio. */
    record Joining(String tenant, double costSeconds, double weight) {}

    static FairShare join(Connection c, Line line, Joining joining) throws SQLException {
        double finish = Sql.first(
                        c,
                        "SELECT finish FROM fair_tenant WHERE work = ? AND work_class = ? AND tenant = ?",
                        row -> row.getDouble(1),
                        line.work().wireName(),
                        line.workClass().wireName(),
                        joining.tenant())
                .orElse(0.0);
        FairShare share = FairShare.of(now(c, line), finish, joining.costSeconds(), joining.weight());
        Sql.update(
                c,
                "INSERT INTO fair_tenant (work, work_class, tenant, finish) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (work, work_class, tenant) DO UPDATE SET finish = excluded.finish",
                line.work().wireName(),
                line.workClass().wireName(),
                joining.tenant(),
                share.finish());
        return share;
    }

    /** A job was taken from its line; a retried one, whose turn has long passed, does not turn the line back. */
    static void taken(Connection c, Job job) throws SQLException {
        Line line = Line.of(job);
        if (job.turn() > now(c, line)) {
            Sql.update(
                    c,
                    "INSERT INTO fair_queue (work, work_class, virtual_now) VALUES (?, ?, ?)"
                            + " ON CONFLICT (work, work_class)"
                            + " DO UPDATE SET virtual_now = excluded.virtual_now",
                    line.work().wireName(),
                    line.workClass().wireName(),
                    job.turn());
        }
    }

    /** Tenants whose last turn has passed start at the line's own time anyway. */
    static void forget(Connection c) throws SQLException {
        Sql.update(
                c,
                "DELETE FROM fair_tenant WHERE finish <= (SELECT virtual_now FROM fair_queue"
                        + " WHERE fair_queue.work = fair_tenant.work AND fair_queue.work_class = fair_tenant.work_class)");
    }

    private static double now(Connection c, Line line) throws SQLException {
        return Sql.first(
                        c,
                        "SELECT virtual_now FROM fair_queue WHERE work = ? AND work_class = ?",
                        row -> row.getDouble(1),
                        line.work().wireName(),
                        line.workClass().wireName())
                .orElse(0.0);
    }
}
