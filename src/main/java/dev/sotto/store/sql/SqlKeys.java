package dev.sotto.store.sql;

import dev.sotto.key.ApiKeyStore;
import dev.sotto.key.DailyQuota;
import dev.sotto.key.KeyRecord;
import dev.sotto.key.KeySnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** API keys in a {@link Database}. Does not close it. */
public final class SqlKeys implements ApiKeyStore {
    private final Database database;

    public SqlKeys(Database database) {
        this.database = database;
    }

    @Override
    public void add(KeyRecord key) {
        database.write(c -> {
            if (Sql.number(c, "SELECT COUNT(*) FROM api_key") >= KEYS_MAX) {
                throw new IllegalArgumentException("the store holds %d keys; it takes no more".formatted(KEYS_MAX));
            }
            KeyRows.insert(c, key);
            return true;
        });
    }

    @Override
    public List<KeyRecord> list() {
        return database.read(c -> KeyRows.list(c, "ORDER BY created_at, id"));
    }

    @Override
    public boolean revoke(String id, Instant at) {
        return database.write(c -> Sql.update(
                        c,
                        "UPDATE api_key SET revoked_at = COALESCE(revoked_at, ?) WHERE id = ?",
                        at.toEpochMilli(),
                        id)
                == 1);
    }

    @Override
    public Optional<KeyRecord> find(String id) {
        return database.read(c -> KeyRows.list(c, "WHERE id = ?", id).stream().findFirst());
    }

    @Override
    public KeySnapshot snapshot() {
        return database.read(c -> {
            Map<String, KeyRecord> keys = new HashMap<>();
            KeyRows.list(c, "").forEach(key -> keys.put(key.id(), key));
            return new KeySnapshot(keys, used(c), waiting(c));
        });
    }

    /** Of those alone that keys belong to. */
    private static Map<String, DailyQuota> used(Connection c) throws SQLException {
        Map<String, DailyQuota> used = new HashMap<>();
        Sql.list(
                c,
                "SELECT tenant, used_on, seconds FROM tenant_usage WHERE tenant IN (SELECT tenant FROM api_key)",
                row -> used.put(row.getString("tenant"), KeyRows.quota(row)));
        return used;
    }

    private static Map<String, Long> waiting(Connection c) throws SQLException {
        Map<String, Long> waiting = new HashMap<>();
        Sql.list(
                c,
                "SELECT tenant, " + QueueLimits.RESERVED_SECONDS
                        + " FROM job WHERE state IN ('queued', 'running') GROUP BY tenant",
                row -> waiting.put(row.getString(1), (long) Math.ceil(row.getDouble(2))));
        return waiting;
    }
}
