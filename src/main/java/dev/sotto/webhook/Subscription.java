package dev.sotto.webhook;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * An endpoint and the events it subscribes to.
 *
 * @param events that are sent to it; a test is sent without a subscription
 * @param isResultWanted whether the result travels along, where it fits
 * @param body name of the shape of what is sent: {@link #STANDARD_BODY}, or the surface whose clients read it
 */
public record Subscription(
        Endpoint endpoint, Set<EventType> events, boolean isResultWanted, String body, Instant createdAt) {
    /** See {@link EventBody}. */
    public static final String STANDARD_BODY = "standard";

    /** All ends of a job. */
    public static final Set<EventType> ALL_ENDS =
            Collections.unmodifiableSet(EnumSet.of(EventType.COMPLETED, EventType.FAILED, EventType.CANCELLED));

    public Subscription {
        if (events.isEmpty() || !ALL_ENDS.containsAll(events)) {
            throw new IllegalArgumentException("an endpoint that wants %s; expected ends of jobs".formatted(events));
        }
        events = Collections.unmodifiableSet(EnumSet.copyOf(events));
    }

    /** To be told in the standard shape. */
    public Subscription(Endpoint endpoint, Set<EventType> events, boolean isResultWanted, Instant createdAt) {
        this(endpoint, events, isResultWanted, STANDARD_BODY, createdAt);
    }

    public Subscription with(Endpoint changed) {
        return new Subscription(changed, events, isResultWanted, body, createdAt);
    }
}
