package dev.sotto.store.sql;

import dev.sotto.webhook.DeliveryState;
import dev.sotto.webhook.Destination;
import dev.sotto.webhook.Endpoint;
import dev.sotto.webhook.OutboxStore;
import dev.sotto.webhook.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The dispatcher's side. */
final class SqlOutbox implements OutboxStore {
    private static final String DUE_DESTINATIONS = """
        SELECT destination FROM webhook_delivery
        WHERE state = 'pending' AND destination IS NOT NULL AND due_at <= ? AND leased_until <= ?
        GROUP BY destination ORDER BY MIN(due_at) LIMIT ?\
        """;

    private final Database database;
    private final EndpointRows endpoints;

    SqlOutbox(Database database, EndpointRows endpoints) {
        this.database = database;
        this.endpoints = endpoints;
    }

    @Override
    public List<Destination> dueDestinations(Instant now, int limit) {
        long millis = now.toEpochMilli();
        return database.read(
                c -> Sql.list(c, DUE_DESTINATIONS, row -> new Destination(row.getString(1)), millis, millis, limit));
    }

    @Override
    public List<Claimed> claim(ClaimRequest request) {
        return database.write(c -> {
            long now = request.now().toEpochMilli();
            String due = "WHERE state = 'pending' AND destination = ? AND due_at <= ? AND leased_until <= ?"
                    + " ORDER BY due_at, id LIMIT ?";
            List<Claimed> claimed = new ArrayList<>();
            for (DeliveryRows.Row row :
                    DeliveryRows.list(c, due, request.destination().key(), now, now, request.limit())) {
                claim(c, row, request).ifPresent(claimed::add);
            }
            return claimed;
        });
    }

    private Optional<Claimed> claim(Connection c, DeliveryRows.Row row, ClaimRequest request) throws SQLException {
        String id = row.delivery().id();
        Optional<Endpoint> endpoint = endpoints
                .find(c, row.delivery().owner(), row.delivery().endpointId())
                .map(Subscription::endpoint);
        if (endpoint.isEmpty()) {
            Sql.update(c, "UPDATE webhook_delivery SET state = ? WHERE id = ?", DeliveryState.GONE.wireName(), id);
            return Optional.empty();
        }
        long until = request.now().plus(request.lease()).toEpochMilli();
        long token = row.token() + 1;
        Sql.update(c, "UPDATE webhook_delivery SET leased_until = ?, token = ? WHERE id = ?", until, token, id);
        return Optional.of(new Claimed(row.delivery(), endpoint.get(), row.event(), token));
    }

    @Override
    public boolean settle(Claimed claimed, Settlement settlement) {
        return database.write(c -> {
            int held = Sql.update(
                    c,
                    "UPDATE webhook_delivery SET leased_until = 0 WHERE id = ? AND token = ? AND leased_until > 0",
                    claimed.delivery().id(),
                    claimed.token());
            if (held == 0) {
                return false;
            }
            DeliveryRows.update(c, settlement.delivery());
            DeliveryRows.add(c, settlement.attempt());
            EndpointRows.attempted(c, claimed.endpoint().id(), settlement.status());
            DeliveryRows.forgetIfOver(c, settlement.delivery());
            return true;
        });
    }

    @Override
    public void postpone(Destination destination, Instant until) {
        long millis = until.toEpochMilli();
        database.write(c -> Sql.update(
                c,
                "UPDATE webhook_delivery SET due_at = ? WHERE state = 'pending' AND destination = ? AND leased_until = 0"
                        + " AND due_at < ?",
                millis,
                destination.key(),
                millis));
    }
}
