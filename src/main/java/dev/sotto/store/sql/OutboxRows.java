package dev.sotto.store.sql;

import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.RandomName;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobAnnouncer.Announcement;
import dev.sotto.job.port.JobAnnouncer.Audience;
import dev.sotto.job.port.OutboxEntry;
import dev.sotto.webhook.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Messages about jobs as rows of {@code webhook_delivery}, written with the end that they tell of. */
final class OutboxRows {
    private static final String INSERT = "INSERT INTO webhook_delivery (id, event_id, event_type, subject, generation,"
            + " tenant, endpoint, destination, payload, occurred_at, created_at, state, attempts, step, due_at, leased_until,"
            + " token) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, 0, 0)"
            + " ON CONFLICT (subject, endpoint, generation) DO NOTHING";

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
        Known known = known(c, ended.tenant(), target.endpoint());
        Audience audience = new Audience(target.endpoint(), known.events(), known.isResultWanted(), known.body());
        JobAnnouncer.Outcome outcome = new JobAnnouncer.Outcome(JobRows.request(c, ended.id()), result);
        Optional<Announcement> announcement = announcer.announce(ended, outcome, audience);
        if (announcement.isEmpty()) {
            return;
        }
        long now = target.now().toEpochMilli();
        Sql.update(
                c,
                INSERT,
                "dlv_" + RandomName.draw(random),
                "msg_" + RandomName.draw(random),
                announcement.get().eventType(),
                ended.id().value(),
                ended.tries().generation(),
                ended.tenant(),
                target.endpoint(),
                known.destination(),
                announcement.get().payload(),
                ended.endedAt().orElseThrow().toEpochMilli(),
                now,
                known.isEnabled() ? "pending" : "gone",
                now);
    }

    /** Whom a message is for, and when it is written. */
    record Target(String endpoint, Instant now) {}

    /** What the book of endpoints says; a message to one that is not in it is kept, and never sent. */
    private record Known(
            @Nullable String destination, Set<String> events, boolean isResultWanted, boolean isEnabled, String body) {
        static final Known NOTHING = new Known(null, Set.of(), false, false, Subscription.STANDARD_BODY);
    }

    private static Known known(Connection c, String tenant, String endpoint) throws SQLException {
        return Sql.first(
                        c,
                        "SELECT destination, events, with_result, disabled, body FROM webhook_endpoint WHERE id = ? AND tenant = ?",
                        row -> new Known(
                                row.getString(1),
                                Set.of(row.getString(2).split(" ")),
                                row.getInt(3) == 1,
                                row.getString(4) == null,
                                row.getString(5)),
                        endpoint,
                        tenant)
                .orElse(Known.NOTHING);
    }

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
                "SELECT event_id, endpoint, event_type, payload, created_at FROM webhook_delivery"
                        + " WHERE subject = ? AND tenant = ? ORDER BY generation, created_at, endpoint",
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
