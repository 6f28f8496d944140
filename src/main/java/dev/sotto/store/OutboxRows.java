package dev.sotto.store;

import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.RandomName;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobAnnouncer.Announcement;
import dev.sotto.job.port.OutboxEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Messages as rows of the table {@code outbox}, written with the end that they tell of. */
final class OutboxRows {
    private final JobAnnouncer announcer;
    private final RandomGenerator random;

    OutboxRows(JobAnnouncer announcer, RandomGenerator random) {
        this.announcer = announcer;
        this.random = random;
    }

    /** To all endpoints of a job that ends in this transaction. */
    void announce(Connection c, Job ended, Optional<String> result) throws SQLException {
        Instant now = ended.endedAt().orElseThrow();
        for (String endpoint : endpoints(c, ended.id())) {
            announce(c, ended, result, new Target(endpoint, now));
        }
    }

    /** At most once for each endpoint and generation: the table's key sees to it. */
    void announce(Connection c, Job ended, Optional<String> result, Target target) throws SQLException {
        Optional<Announcement> announcement = announcer.announce(ended, result, target.endpoint());
        if (announcement.isEmpty()) {
            return;
        }
        Sql.update(
                c,
                "INSERT INTO outbox (id, job_id, generation, tenant, endpoint, event_type, payload, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (job_id, endpoint, generation) DO NOTHING",
                "msg_" + RandomName.draw(random),
                ended.id().value(),
                ended.tries().generation(),
                ended.tenant(),
                target.endpoint(),
                announcement.get().eventType(),
                announcement.get().payload(),
                target.now().toEpochMilli());
    }

    /** Whom a message is for, and when it is written. */
    record Target(String endpoint, Instant now) {}

    static void addEndpoint(Connection c, JobId id, String endpoint) throws SQLException {
        Sql.update(
                c,
                "INSERT INTO job_endpoint (job_id, endpoint) VALUES (?, ?) ON CONFLICT (job_id, endpoint) DO NOTHING",
                id.value(),
                endpoint);
    }

    static List<String> endpoints(Connection c, JobId id) throws SQLException {
        return Sql.list(
                c,
                "SELECT endpoint FROM job_endpoint WHERE job_id = ? ORDER BY endpoint",
                row -> row.getString(1),
                id.value());
    }

    static List<OutboxEntry> list(Connection c, String tenant, JobId id) throws SQLException {
        return Sql.list(
                c,
                "SELECT id, endpoint, event_type, payload, created_at FROM outbox WHERE job_id = ? AND tenant = ?"
                        + " ORDER BY generation, created_at, endpoint",
                row -> new OutboxEntry(
                        row.getString(1),
                        id,
                        tenant,
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5))),
                id.value(),
                tenant);
    }
}
