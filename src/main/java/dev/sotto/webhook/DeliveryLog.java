package dev.sotto.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deliveries as their owners see them; nobody sees another's. Those of a job are forgotten with it once they are final,
 * all after 30 days. Blocks. Thread-safe.
 */
public interface DeliveryLog {
    /** The newest attempts that are kept of one delivery. */
    int ATTEMPTS_KEPT = 50;

    /** A delivery and what it delivers. */
    record Entry(Delivery delivery, WebhookEvent event) {
        /** Without the body. */
        public Listed listed() {
            return new Listed(delivery, event.type(), event.subject());
        }
    }

    /**
     * A delivery in a list: bodies may be large, so lists have none.
     *
     * @param subject see {@link Query}
     */
    record Listed(Delivery delivery, EventType type, String subject) {}

    /**
     * A page, newest first.
     *
     * @param subject a job's id, or an endpoint's for its tests; empty means any
     * @param endpoint empty means any
     * @param states empty means all
     * @param after the last one of the page before
     * @param limit 1 to {@value #LIMIT_MAX}
     */
    record Query(
            String owner,
            Optional<String> subject,
            Optional<String> endpoint,
            Set<DeliveryState> states,
            Optional<String> after,
            int limit) {
        public static final int LIMIT_MAX = 1000;

        public Query {
            states = Set.copyOf(states);
            if (limit < 1 || limit > LIMIT_MAX) {
                throw new IllegalArgumentException(
                        "a page of %d deliveries; expected 1 to %d".formatted(limit, LIMIT_MAX));
            }
        }

        /** All about one job, as far as a page goes. */
        public static Query ofJob(String owner, String job) {
            return new Query(owner, Optional.of(job), Optional.empty(), Set.of(), Optional.empty(), LIMIT_MAX);
        }
    }

    List<Listed> list(Query query);

    Optional<Entry> find(String owner, String deliveryId);

    /** The newest {@link #ATTEMPTS_KEPT}, oldest first; empty also for a delivery that is not there. */
    List<DeliveryAttempt> attempts(String owner, String deliveryId);

    /** Stores an event that no job's end made, such as a test, for an endpoint that is registered. */
    void add(WebhookEvent event, Delivery delivery);

    /**
     * Sends it again, see {@link Delivery#replayed}; empty if the owner has no such delivery.
     *
     * @throws WebhookException if its endpoint is disabled or forgotten
     */
    Optional<Delivery> replay(String owner, String deliveryId, Instant now);
}
