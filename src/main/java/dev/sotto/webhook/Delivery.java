package dev.sotto.webhook;

import java.time.Instant;

/**
 * One event on its way to one endpoint.
 *
 * @param eventId the {@code webhook-id}
 * @param attempts made so far, over all replays: the number of the newest log record
 * @param step attempts made since it was created or last replayed: where it stands in the schedule
 * @param dueAt earliest instant of the next attempt; meaningless once final
 */
public record Delivery(
        String id,
        String owner,
        String eventId,
        String endpointId,
        DeliveryState state,
        int attempts,
        int step,
        Instant createdAt,
        Instant dueAt) {
    /** A first one, due at once. */
    public static Delivery created(String id, WebhookEvent event, Endpoint endpoint, Instant now) {
        return new Delivery(id, endpoint.owner(), event.id(), endpoint.id(), DeliveryState.PENDING, 0, 0, now, now);
    }

    /** After one more attempt. */
    public Delivery attempted(DeliveryState next, Instant nextDueAt) {
        return new Delivery(id, owner, eventId, endpointId, next, attempts + 1, step + 1, createdAt, nextDueAt);
    }

    /**
     * Sent again from the start of the schedule: same {@code webhook-id} and body, new timestamp. One that is pending is
     * only made due now.
     *
     * @throws WebhookException if the endpoint is disabled
     */
    public Delivery replayed(Endpoint endpoint, Instant now) {
        if (!endpoint.status().isEnabled()) {
            throw WebhookException.endpointDisabled(endpoint);
        }
        int nextStep = state.isFinal() ? 0 : step;
        return new Delivery(id, owner, eventId, endpointId, DeliveryState.PENDING, attempts, nextStep, createdAt, now);
    }
}
