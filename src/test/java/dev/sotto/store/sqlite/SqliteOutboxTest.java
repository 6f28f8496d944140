package dev.sotto.store.sqlite;

import dev.sotto.store.sql.SqlWebhooks;
import dev.sotto.testing.SettableClock;
import dev.sotto.webhook.Delivery;
import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.Endpoint;
import dev.sotto.webhook.OutboxStore;
import dev.sotto.webhook.OutboxStoreContract;
import dev.sotto.webhook.Samples;
import dev.sotto.webhook.Subscription;
import dev.sotto.webhook.WebhookEvent;
import dev.sotto.webhook.sign.SecretCipher;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteOutboxTest extends OutboxStoreContract {
    @TempDir
    Path folder;

    private final Map<String, String> owners = new HashMap<>();
    private SqliteDatabase database;
    private SqlWebhooks webhooks;

    @Override
    protected Bench open() {
        var settings = new SqliteSettings(folder, Duration.ofSeconds(5), 1, SqliteSettings.DEFAULT_BYTES_MAX);
        database = SqliteDatabase.open(settings, new SettableClock(Samples.NOON));
        webhooks = SqlWebhooks.on(database, new SecretCipher(new byte[32], new SecureRandom()));
        return new TableBench();
    }

    @AfterEach
    void close_it() {
        database.close();
    }

    private final class TableBench implements Bench {
        @Override
        public OutboxStore store() {
            return webhooks.outbox();
        }

        @Override
        public void add(Endpoint endpoint, WebhookEvent event, Delivery delivery) {
            if (owners.put(endpoint.id(), endpoint.owner()) == null) {
                webhooks.endpoints()
                        .register(new Subscription(endpoint, Subscription.ALL_ENDS, false, event.occurredAt()));
            }
            webhooks.deliveries().add(event, delivery);
            owners.put(delivery.id(), delivery.owner());
        }

        @Override
        public Delivery delivery(String id) {
            return webhooks.deliveries().find(owners.get(id), id).orElseThrow().delivery();
        }

        @Override
        public Endpoint endpoint(String id) {
            return webhooks.endpoints().find(owners.get(id), id).orElseThrow().endpoint();
        }

        @Override
        public List<DeliveryAttempt> attempts(String deliveryId) {
            return webhooks.deliveries().attempts(owners.get(deliveryId), deliveryId);
        }
    }
}
