package dev.sotto.webhook.deliver;

import java.time.Duration;

/**
 * Bounds of a {@link Dispatcher}.
 *
 * @param places attempts under way at once
 * @param doubtfulPlaces of these, for receivers that have not yet answered well or have failed since
 * @param perDestination attempts under way at once to one destination
 * @param lease how long a claim lasts: longer than any attempt, since after it the row is sent again
 * @param destinationsInspected destinations with something due that one turn looks at, the longest due first
 * @param destinationsRemembered destinations whose circuit is kept in memory
 */
public record DispatchLimits(
        int places,
        int doubtfulPlaces,
        int perDestination,
        Duration lease,
        int destinationsInspected,
        int destinationsRemembered) {
    public static final DispatchLimits STANDARD = new DispatchLimits(64, 48, 2, Duration.ofSeconds(60), 2_000, 10_000);

    public DispatchLimits {
        if (places < 1
                || doubtfulPlaces < 1
                || doubtfulPlaces > places
                || perDestination < 1
                || destinationsRemembered < places) {
            throw new IllegalArgumentException("no such bounds: %d places, %d doubtful, %d a destination, %d remembered"
                    .formatted(places, doubtfulPlaces, perDestination, destinationsRemembered));
        }
    }
}
