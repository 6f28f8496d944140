package dev.sotto.webhook;

import java.util.Optional;

/** The events that webhooks report; the wire name is the {@code type} of its body. */
public enum EventType {
    COMPLETED("transcription.completed"),
    FAILED("transcription.failed"),
    CANCELLED("transcription.cancelled"),
    /** Asked for by a person who tries an endpoint: sent once, never again on its own. */
    TEST("webhook.test");

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<EventType> named(String wireName) {
        for (EventType type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
