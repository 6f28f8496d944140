package dev.sotto.store.sql;

import dev.sotto.webhook.Endpoint;
import dev.sotto.webhook.EndpointStore;
import dev.sotto.webhook.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The owner's side of endpoints. */
final class SqlEndpointStore implements EndpointStore {
    private static final String AFTER =
            " AND (created_at, id) < (SELECT created_at, id FROM webhook_endpoint WHERE id = ? AND tenant = ?)";

    private final Database database;
    private final EndpointRows rows;

    SqlEndpointStore(Database database, EndpointRows rows) {
        this.database = database;
        this.rows = rows;
    }

    @Override
    public void register(Subscription subscription) {
        database.write(c -> {
            rows.insert(c, subscription);
            return true;
        });
    }

    @Override
    public Optional<Subscription> find(String owner, String id) {
        return database.read(c -> rows.find(c, owner, id));
    }

    @Override
    public List<Subscription> list(String owner, Optional<String> after, int limit) {
        if (limit < 1 || limit > LISTED_MAX) {
            throw new IllegalArgumentException("a page of %d endpoints; expected 1 to %d".formatted(limit, LISTED_MAX));
        }
        String order = " ORDER BY created_at DESC, id DESC LIMIT ?";
        return database.read(c -> after.isPresent()
                ? rows.list(c, "WHERE tenant = ?" + AFTER + order, owner, after.get(), owner, limit)
                : rows.list(c, "WHERE tenant = ?" + order, owner, limit));
    }

    @Override
    public Optional<Subscription> change(String owner, String id, UnaryOperator<Endpoint> change) {
        return database.write(c -> {
            Optional<Subscription> found = rows.find(c, owner, id);
            if (found.isEmpty()) {
                return found;
            }
            Endpoint after = change.apply(found.get().endpoint());
            rows.update(c, after);
            return Optional.of(found.get().with(after));
        });
    }
}
