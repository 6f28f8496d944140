package dev.sotto.store;

import dev.sotto.webhook.DeliveryLog;
import dev.sotto.webhook.EndpointStore;
import dev.sotto.webhook.OutboxStore;
import dev.sotto.webhook.sign.SecretCipher;

/**
 * The endpoints and deliveries of a {@link SqliteDatabase}, by the side from which they are used. Rows get in by the jobs
 * of the same database. Thread-safe; does not close the database.
 */
public final class SqliteWebhooks {
    /** What is sealed to tell one key from another. */
    private static final String PROOF = "sotto";

    private final SqliteOutbox outbox;
    private final SqliteEndpointStore endpoints;
    private final SqliteDeliveryLog deliveries;

    private SqliteWebhooks(SqliteDatabase database, SecretCipher seal) {
        EndpointRows rows = new EndpointRows(seal);
        outbox = new SqliteOutbox(database, rows);
        endpoints = new SqliteEndpointStore(database, rows);
        deliveries = new SqliteDeliveryLog(database, rows);
    }

    /**
     * Takes over a database. Whoever was sending is gone, since only one process may have it: what it had claimed is due
     * again at once.
     *
     * @throws dev.sotto.job.port.StoreException if the secrets in it were sealed with another key; nothing was changed
     */
    public static SqliteWebhooks on(SqliteDatabase database, SecretCipher seal) {
        database.write(c -> {
            var proof = Sql.first(c, "SELECT sealed FROM webhook_seal WHERE id = 1", row -> row.getString(1));
            if (proof.isEmpty()) {
                return Sql.update(c, "INSERT INTO webhook_seal (id, sealed) VALUES (1, ?)", seal.seal(PROOF, PROOF));
            }
            checkKey(proof.get(), seal);
            return Sql.update(c, "UPDATE webhook_delivery SET leased_until = 0 WHERE state = 'pending'");
        });
        return new SqliteWebhooks(database, seal);
    }

    private static void checkKey(String proof, SecretCipher seal) {
        try {
            seal.open(proof, PROOF);
        } catch (IllegalStateException e) {
            throw StoreFault.otherKey(e);
        }
    }

    public OutboxStore outbox() {
        return outbox;
    }

    public EndpointStore endpoints() {
        return endpoints;
    }

    public DeliveryLog deliveries() {
        return deliveries;
    }
}
