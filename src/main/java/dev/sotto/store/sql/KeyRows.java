package dev.sotto.store.sql;

import dev.sotto.key.DailyQuota;
import dev.sotto.key.KeyHash;
import dev.sotto.key.KeyLimits;
import dev.sotto.key.KeyRecord;
import dev.sotto.key.RequestRate;
import dev.sotto.key.Scope;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** API keys as rows of {@code api_key}, and what their owners used as rows of {@code tenant_usage}. */
final class KeyRows {
    private static final String SELECT = "SELECT id, tenant, name, hash, scopes, rate_requests, rate_period_ms,"
            + " rate_burst, running_max, queued_max, audio_seconds_per_day, retention_ms, created_at, expires_at,"
            + " revoked_at FROM api_key ";

    private KeyRows() {}

    static void insert(Connection c, KeyRecord key) throws SQLException {
        KeyLimits limits = key.limits();
        Sql.update(
                c,
                "INSERT INTO api_key (id, tenant, name, hash, scopes, rate_requests, rate_period_ms, rate_burst,"
                        + " running_max, queued_max, audio_seconds_per_day, retention_ms, created_at, expires_at,"
                        + " revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key.id(),
                key.owner(),
                key.name(),
                key.hash().hex(),
                key.scopes().stream().map(Scope::wireName).sorted().collect(Collectors.joining(" ")),
                limits.rate().map(RequestRate::requests).orElse(null),
                limits.rate().map(rate -> rate.period().toMillis()).orElse(null),
                limits.rate().map(RequestRate::burst).orElse(null),
                limits.runningMax().orElse(null),
                limits.queuedMax().orElse(null),
                limits.audioSecondsPerDay().orElse(null),
                limits.retention().map(Duration::toMillis).orElse(null),
                key.createdAt().toEpochMilli(),
                key.expiresAt().map(Instant::toEpochMilli).orElse(null),
                key.revokedAt().map(Instant::toEpochMilli).orElse(null));
    }

    static List<KeyRecord> list(Connection c, String where, @Nullable Object... values) throws SQLException {
        return Sql.list(c, SELECT + where, KeyRows::map, values);
    }

    private static KeyRecord map(ResultSet row) throws SQLException {
        Optional<Integer> requests = integer(row, "rate_requests");
        Optional<RequestRate> rate = requests.isEmpty()
                ? Optional.empty()
                : Optional.of(new RequestRate(
                        requests.get(), Duration.ofMillis(row.getLong("rate_period_ms")), row.getInt("rate_burst")));
        KeyLimits limits = new KeyLimits(
                rate,
                integer(row, "running_max"),
                integer(row, "queued_max"),
                number(row, "audio_seconds_per_day"),
                number(row, "retention_ms").map(Duration::ofMillis));
        return new KeyRecord(
                row.getString("id"),
                row.getString("tenant"),
                row.getString("name"),
                KeyHash.ofHex(row.getString("hash")),
                Arrays.stream(row.getString("scopes").split(" "))
                        .map(code -> Scope.named(code).orElseThrow())
                        .collect(Collectors.toSet()),
                limits,
                Instant.ofEpochMilli(row.getLong("created_at")),
                number(row, "expires_at").map(Instant::ofEpochMilli),
                number(row, "revoked_at").map(Instant::ofEpochMilli));
    }

    private static Optional<Integer> integer(ResultSet row, String column) throws SQLException {
        return number(row, column).map(Math::toIntExact);
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }

    /** Audio that was transcribed for a tenant, in the transaction that stores the result. */
    static void charge(Connection c, String tenant, double seconds, Instant now) throws SQLException {
        DailyQuota after = used(c, tenant, now).charged((long) Math.ceil(seconds), now);
        Sql.update(
                c,
                "INSERT INTO tenant_usage (tenant, used_on, seconds) VALUES (?, ?, ?) ON CONFLICT (tenant)"
                        + " DO UPDATE SET used_on = excluded.used_on, seconds = excluded.seconds",
                tenant,
                after.day().toString(),
                after.usedSeconds());
    }

    static DailyQuota used(Connection c, String tenant, Instant now) throws SQLException {
        return Sql.first(c, "SELECT used_on, seconds FROM tenant_usage WHERE tenant = ?", KeyRows::quota, tenant)
                .orElse(DailyQuota.startedAt(now));
    }

    /** From the columns {@code used_on} and {@code seconds}. */
    static DailyQuota quota(ResultSet row) throws SQLException {
        return new DailyQuota(LocalDate.parse(row.getString("used_on")), row.getLong("seconds"));
    }
}
