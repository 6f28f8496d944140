package dev.sotto.store.sql;

import dev.sotto.webhook.Delivery;
import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.DeliveryLog;
import dev.sotto.webhook.Endpoint;
import dev.sotto.webhook.Subscription;
import dev.sotto.webhook.WebhookEvent;
import dev.sotto.webhook.WebhookException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The owner's side of deliveries. */
final class SqlDeliveryLog implements DeliveryLog {
    private final Database database;
    private final EndpointRows endpoints;

    SqlDeliveryLog(Database database, EndpointRows endpoints) {
        this.database = database;
        this.endpoints = endpoints;
    }

    @Override
    public List<Listed> list(Query query) {
        StringBuilder where = new StringBuilder("WHERE tenant = ?");
        List<Object> values = new ArrayList<>(List.of(query.owner()));
        query.subject().ifPresent(subject -> {
            where.append(" AND subject = ?");
            values.add(subject);
        });
        query.endpoint().ifPresent(endpoint -> {
            where.append(" AND endpoint = ?");
            values.add(endpoint);
        });
        if (!query.states().isEmpty()) {
            where.append(" AND state IN (?")
                    .append(", ?".repeat(query.states().size() - 1))
                    .append(')');
            query.states().forEach(state -> values.add(state.wireName()));
        }
        if (query.after().isPresent()) {
            where.append(" AND (created_at, id) < (SELECT created_at, id FROM webhook_delivery"
                    + " WHERE id = ? AND tenant = ?)");
            values.add(query.after().get());
            values.add(query.owner());
        }
        where.append(" ORDER BY created_at DESC, id DESC LIMIT ?");
        values.add(query.limit());
        return database.read(c -> DeliveryRows.listed(c, where.toString(), values.toArray()));
    }

    @Override
    public Optional<Entry> find(String owner, String deliveryId) {
        return database.read(c -> DeliveryRows.find(c, owner, deliveryId)).map(DeliveryRows.Row::entry);
    }

    @Override
    public List<DeliveryAttempt> attempts(String owner, String deliveryId) {
        return database.read(c -> DeliveryRows.find(c, owner, deliveryId).isPresent()
                ? DeliveryRows.attempts(c, deliveryId)
                : List.<DeliveryAttempt>of());
    }

    @Override
    public void add(WebhookEvent event, Delivery delivery) {
        database.write(c -> {
            DeliveryRows.insert(
                    c, event, delivery, endpoint(c, delivery).destination().key());
            return true;
        });
    }

    @Override
    public Optional<Delivery> replay(String owner, String deliveryId, Instant now) {
        return database.write(c -> {
            Optional<DeliveryRows.Row> found = DeliveryRows.find(c, owner, deliveryId);
            if (found.isEmpty()) {
                return Optional.<Delivery>empty();
            }
            Delivery before = found.get().delivery();
            Delivery after = before.replayed(endpoint(c, before), now);
            DeliveryRows.update(c, after);
            return Optional.of(after);
        });
    }

    private Endpoint endpoint(Connection c, Delivery delivery) throws SQLException {
        return endpoints
                .find(c, delivery.owner(), delivery.endpointId())
                .map(Subscription::endpoint)
                .orElseThrow(() -> WebhookException.endpointDeleted(delivery.endpointId()));
    }
}
