package dev.sotto.store.sql;

import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.webhook.DeliveryLog;
import dev.sotto.webhook.EndpointStore;
import dev.sotto.webhook.OutboxStore;
import dev.sotto.webhook.sign.SecretCipher;

/**
 * The endpoints and deliveries of a {@link Database}, by the side from which they are used. Rows get in by the jobs
 * of the same database. Thread-safe; does not close the database.
 */
public final class SqlWebhooks {
    /** What is encrypted to know one key from another. */
    private static final String PROOF = "sotto";

    private final SqlOutbox outbox;
    private final SqlEndpointStore endpoints;
    private final SqlDeliveryLog deliveries;

    private SqlWebhooks(Database database, SecretCipher cipher) {
        EndpointRows rows = new EndpointRows(cipher);
        outbox = new SqlOutbox(database, rows);
        endpoints = new SqlEndpointStore(database, rows);
        deliveries = new SqlDeliveryLog(database, rows);
    }

    /**
     * Takes over a database. Whoever was sending is gone, since only one process may have it: what it had claimed is due
     * again at once.
     *
     * @throws dev.sotto.job.port.StoreException if the secrets in it were encrypted with another key; nothing was changed
     */
    public static SqlWebhooks on(Database database, SecretCipher cipher) {
        database.write(c -> {
            var proof = Sql.first(c, "SELECT encrypted FROM webhook_key_proof WHERE id = 1", row -> row.getString(1));
            if (proof.isEmpty()) {
                return Sql.update(
                        c, "INSERT INTO webhook_key_proof (id, encrypted) VALUES (1, ?)", cipher.encrypt(PROOF, PROOF));
            }
            checkKey(proof.get(), cipher);
            return Sql.update(c, "UPDATE webhook_delivery SET leased_until = 0 WHERE state = 'pending'");
        });
        return new SqlWebhooks(database, cipher);
    }

    private static void checkKey(String proof, SecretCipher cipher) {
        try {
            cipher.decrypt(proof, PROOF);
        } catch (IllegalStateException e) {
            throw new StoreException(
                    StoreError.FOREIGN,
                    "The secrets of webhooks in the job store were encrypted with another key; give the server the key that"
                            + " it had.",
                    e);
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
