package dev.sotto.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The outbox as the dispatcher sees it. Rows get in by the transaction that ends a job, or by {@link DeliveryLog#add};
 * what their owners see of them is the {@link DeliveryLog}. Blocks. A claim is a lease: when
 * it has ended, the row may be claimed again, and a later claim makes earlier ones void. All tests of an
 * implementation are in {@code OutboxStoreContract}.
 */
public interface OutboxStore {
    /**
     * What is asked for.
     *
     * @param lease how long the claimed rows are left alone; longer than the slowest attempt
     * @param limit rows claimed by this call
     */
    record ClaimRequest(Destination destination, Instant now, Duration lease, int limit) {}

    /**
     * A delivery to attempt now.
     *
     * @param token larger than of every earlier claim of this delivery
     */
    record Claimed(Delivery delivery, Endpoint endpoint, WebhookEvent event, long token) {}

    /**
     * What an attempt changes, all of it or nothing.
     *
     * @param status to store for the endpoint; if it is disabled there, its other pending deliveries become
     *     {@link DeliveryState#GONE} too
     */
    record Settlement(Delivery delivery, DeliveryAttempt attempt, EndpointStatus status) {}

    /**
     * Destinations that have a pending delivery which is due and not under a running lease, each once, the longest due first: so
     * the backlog of one receiver never hides another's.
     */
    List<Destination> dueDestinations(Instant now, int limit);

    /** Takes such deliveries of one destination, the longest due first. */
    List<Claimed> claim(ClaimRequest request);

    /** Stores an attempt and ends the claim. False, and nothing stored, if the claim is void. */
    boolean settle(Claimed claimed, Settlement settlement);

    /** Makes every pending delivery of the destination, leased ones aside, due at {@code until} at the earliest. */
    void postpone(Destination destination, Instant until);
}
