package dev.sotto.webhook;

import java.util.List;

class MemoryOutboxTest extends OutboxStoreContract {
    @Override
    protected Bench open() {
        MemoryOutbox outbox = new MemoryOutbox();
        return new Bench() {
            @Override
            public OutboxStore store() {
                return outbox;
            }

            @Override
            public void add(Endpoint endpoint, WebhookEvent event, Delivery delivery) {
                outbox.add(endpoint, event, delivery);
            }

            @Override
            public Delivery delivery(String id) {
                return outbox.delivery(id);
            }

            @Override
            public Endpoint endpoint(String id) {
                return outbox.endpoint(id);
            }

            @Override
            public List<DeliveryAttempt> attempts(String deliveryId) {
                return outbox.attempts(deliveryId);
            }
        };
    }
}
