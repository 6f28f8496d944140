package dev.sotto.webhook;

import java.util.Locale;
import java.util.Optional;

/** How far a delivery has come; all but {@link #PENDING} are final until a replay. */
public enum DeliveryState {
    /** An attempt is due now or later, or is being made. */
    PENDING,
    /** A 2xx answer came. */
    DELIVERED,
    /** All attempts of the schedule failed. */
    EXHAUSTED,
    /** The endpoint answered 410, or was disabled before it was reached. */
    GONE;

    public boolean isFinal() {
        return this != PENDING;
    }

    public static Optional<DeliveryState> named(String wireName) {
        for (DeliveryState state : values()) {
            if (state.wireName().equals(wireName)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
