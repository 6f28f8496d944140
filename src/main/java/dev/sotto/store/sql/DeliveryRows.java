package dev.sotto.store.sql;

import dev.sotto.webhook.AttemptOutcome;
import dev.sotto.webhook.Delivery;
import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.DeliveryLog;
import dev.sotto.webhook.DeliveryState;
import dev.sotto.webhook.EventType;
import dev.sotto.webhook.WebhookEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deliveries and their attempts as rows of {@code webhook_delivery} and {@code webhook_attempt}. */
final class DeliveryRows {
    private static final String SELECT = "SELECT id, event_id, event_type, subject, tenant, endpoint, payload,"
            + " occurred_at, created_at, state, attempts, step, due_at, token FROM webhook_delivery ";

    /** Without the body. */
    private static final String SELECT_LISTED = "SELECT id, event_id, event_type, subject, tenant, endpoint,"
            + " created_at, state, attempts, step, due_at FROM webhook_delivery ";

    private DeliveryRows() {}

    /** A delivery with what it delivers and the token of its newest claim. */
    record Row(Delivery delivery, WebhookEvent event, long token) {
        DeliveryLog.Entry entry() {
            return new DeliveryLog.Entry(delivery, event);
        }
    }

    static List<Row> list(Connection c, String where, @Nullable Object... values) throws SQLException {
        return Sql.list(c, SELECT + where, DeliveryRows::map, values);
    }

    static List<DeliveryLog.Listed> listed(Connection c, String where, @Nullable Object... values) throws SQLException {
        return Sql.list(
                c,
                SELECT_LISTED + where,
                row -> new DeliveryLog.Listed(delivery(row), type(row), row.getString("subject")),
                values);
    }

    static Optional<Row> find(Connection c, String owner, String id) throws SQLException {
        return list(c, "WHERE id = ? AND tenant = ?", id, owner).stream().findFirst();
    }

    /** Of an event that no job's end made. */
    static void insert(Connection c, WebhookEvent event, Delivery delivery, String destination) throws SQLException {
        Sql.update(
                c,
                "INSERT INTO webhook_delivery (id, event_id, event_type, subject, tenant, endpoint, destination, payload,"
                        + " occurred_at, created_at, state, attempts, step, due_at, leased_until, token)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
                delivery.id(),
                event.id(),
                event.type().wireName(),
                event.subject(),
                delivery.owner(),
                delivery.endpointId(),
                destination,
                event.body(),
                event.occurredAt().toEpochMilli(),
                delivery.createdAt().toEpochMilli(),
                delivery.state().wireName(),
                delivery.attempts(),
                delivery.step(),
                delivery.dueAt().toEpochMilli());
    }

    static void update(Connection c, Delivery after) throws SQLException {
        Sql.update(
                c,
                "UPDATE webhook_delivery SET state = ?, attempts = ?, step = ?, due_at = ? WHERE id = ?",
                after.state().wireName(),
                after.attempts(),
                after.step(),
                after.dueAt().toEpochMilli(),
                after.id());
    }

    /** A message about a job that is forgotten is forgotten with its last attempt. */
    static void forgetIfOver(Connection c, Delivery after) throws SQLException {
        if (after.state().isFinal()) {
            Sql.update(
                    c,
                    "DELETE FROM webhook_delivery WHERE id = ? AND generation IS NOT NULL"
                            + " AND NOT EXISTS (SELECT 1 FROM job WHERE id = webhook_delivery.subject)",
                    after.id());
        }
    }

    /** Keeps the newest {@link DeliveryLog#ATTEMPTS_KEPT}. */
    static void add(Connection c, DeliveryAttempt attempt) throws SQLException {
        Sql.update(
                c,
                "INSERT INTO webhook_attempt (delivery_id, number, started_at, duration_ms, outcome, status, response_head)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                attempt.deliveryId(),
                attempt.number(),
                attempt.startedAt().toEpochMilli(),
                attempt.took().toMillis(),
                attempt.outcome().wireName(),
                attempt.status().orElse(null),
                attempt.answerHead());
        Sql.update(
                c,
                "DELETE FROM webhook_attempt WHERE delivery_id = ? AND number <= ?",
                attempt.deliveryId(),
                attempt.number() - DeliveryLog.ATTEMPTS_KEPT);
    }

    static List<DeliveryAttempt> attempts(Connection c, String deliveryId) throws SQLException {
        return Sql.list(
                c,
                "SELECT number, started_at, duration_ms, outcome, status, response_head FROM webhook_attempt"
                        + " WHERE delivery_id = ? ORDER BY number",
                row -> attempt(deliveryId, row),
                deliveryId);
    }

    private static DeliveryAttempt attempt(String deliveryId, ResultSet row) throws SQLException {
        int status = row.getInt("status");
        Optional<Integer> answered = row.wasNull() ? Optional.empty() : Optional.of(status);
        return new DeliveryAttempt(
                deliveryId,
                row.getInt("number"),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Duration.ofMillis(row.getLong("duration_ms")),
                AttemptOutcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                answered,
                row.getString("response_head"));
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString("id"),
                row.getString("tenant"),
                row.getString("event_id"),
                row.getString("endpoint"),
                DeliveryState.named(row.getString("state")).orElseThrow(),
                row.getInt("attempts"),
                row.getInt("step"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("due_at")));
    }

    private static EventType type(ResultSet row) throws SQLException {
        return EventType.named(row.getString("event_type")).orElseThrow();
    }

    private static Row map(ResultSet row) throws SQLException {
        WebhookEvent event = new WebhookEvent(
                row.getString("event_id"),
                type(row),
                row.getString("subject"),
                Instant.ofEpochMilli(row.getLong("occurred_at")),
                row.getString("payload"));
        return new Row(delivery(row), event, row.getLong("token"));
    }
}
