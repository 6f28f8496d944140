package dev.sotto.store.sql;

import dev.sotto.webhook.DeliveryState;
import dev.sotto.webhook.Endpoint;
import dev.sotto.webhook.EndpointStatus;
import dev.sotto.webhook.EndpointStatus.DisabledReason;
import dev.sotto.webhook.EventType;
import dev.sotto.webhook.Subscription;
import dev.sotto.webhook.sign.SecretCipher;
import dev.sotto.webhook.sign.SignatureForm;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Endpoints as rows of the table {@code webhook_endpoint}. */
final class EndpointRows {
    private static final String SELECT =
            "SELECT id, tenant, signature, encrypted, events, with_result, body, failing_since,"
                    + " disabled, created_at FROM webhook_endpoint ";

    private final SecretCipher cipher;

    EndpointRows(SecretCipher cipher) {
        this.cipher = cipher;
    }

    void insert(Connection c, Subscription subscription) throws SQLException {
        Endpoint endpoint = subscription.endpoint();
        Sql.update(
                c,
                "INSERT INTO webhook_endpoint (id, tenant, destination, signature, encrypted, events, with_result, body,"
                        + " failing_since, disabled, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                endpoint.id(),
                endpoint.owner(),
                endpoint.destination().key(),
                endpoint.form().wireName(),
                encrypted(endpoint),
                subscription.events().stream().map(EventType::wireName).collect(Collectors.joining(" ")),
                subscription.isResultWanted() ? 1 : 0,
                subscription.body(),
                failingSince(endpoint.status()),
                disabled(endpoint.status()),
                subscription.createdAt().toEpochMilli());
    }

    Optional<Subscription> find(Connection c, String owner, String id) throws SQLException {
        return Sql.first(c, SELECT + "WHERE id = ? AND tenant = ?", this::map, id, owner);
    }

    List<Subscription> list(Connection c, String where, @Nullable Object... values) throws SQLException {
        return Sql.list(c, SELECT + where, this::map, values);
    }

    /** Status and secrets; an endpoint that is disabled has nothing pending. */
    void update(Connection c, Endpoint after) throws SQLException {
        Sql.update(
                c,
                "UPDATE webhook_endpoint SET encrypted = ?, failing_since = ?, disabled = ? WHERE id = ?",
                encrypted(after),
                failingSince(after.status()),
                disabled(after.status()),
                after.id());
        if (!after.status().isEnabled()) {
            endPending(c, after.id());
        }
    }

    /** What an attempt says about an endpoint never enables one that was disabled meanwhile. */
    static void attempted(Connection c, String endpoint, EndpointStatus status) throws SQLException {
        Sql.update(
                c,
                "UPDATE webhook_endpoint SET failing_since = ?, disabled = COALESCE(disabled, ?) WHERE id = ?",
                failingSince(status),
                disabled(status),
                endpoint);
        if (!status.isEnabled()) {
            endPending(c, endpoint);
        }
    }

    private static void endPending(Connection c, String endpoint) throws SQLException {
        Sql.update(
                c,
                "UPDATE webhook_delivery SET state = ?, token = token + 1, leased_until = 0"
                        + " WHERE endpoint = ? AND state = 'pending'",
                DeliveryState.GONE.wireName(),
                endpoint);
    }

    /** Endpoints that no job and no delivery names any more. */
    static void forgetUnnamed(Connection c) throws SQLException {
        Sql.run(
                c,
                "DELETE FROM webhook_endpoint"
                        + " WHERE NOT EXISTS (SELECT 1 FROM job_endpoint WHERE endpoint = webhook_endpoint.id)"
                        + " AND NOT EXISTS (SELECT 1 FROM webhook_delivery WHERE endpoint = webhook_endpoint.id)");
    }

    private Subscription map(ResultSet row) throws SQLException {
        String id = row.getString("id");
        EncryptedEndpoint opened = EncryptedEndpoint.open(row.getString("encrypted"), cipher, id);
        Endpoint endpoint = new Endpoint(
                id,
                row.getString("tenant"),
                opened.url(),
                SignatureForm.named(row.getString("signature")).orElseThrow(),
                opened.secrets(),
                opened.headers(),
                status(row));
        return new Subscription(
                endpoint,
                events(row.getString("events")),
                row.getInt("with_result") == 1,
                row.getString("body"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    static Set<EventType> events(String codes) {
        return Arrays.stream(codes.split(" "))
                .map(code -> EventType.named(code).orElseThrow())
                .collect(Collectors.toSet());
    }

    private static EndpointStatus status(ResultSet row) throws SQLException {
        long since = row.getLong("failing_since");
        Optional<Instant> failingSince = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since));
        return new EndpointStatus(
                failingSince, Optional.ofNullable(row.getString("disabled")).map(DisabledReason::valueOf));
    }

    private String encrypted(Endpoint endpoint) {
        return new EncryptedEndpoint(endpoint.url(), endpoint.secrets(), endpoint.headers())
                .encrypted(cipher, endpoint.id());
    }

    private static @Nullable Long failingSince(EndpointStatus status) {
        return status.failingSince().map(Instant::toEpochMilli).orElse(null);
    }

    private static @Nullable String disabled(EndpointStatus status) {
        return status.disabled().map(Enum::name).orElse(null);
    }
}
