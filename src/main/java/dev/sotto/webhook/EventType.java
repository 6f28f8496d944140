package dev.sotto.webhook;

import java.util.Optional;

/** What a webhook can tell; the code is the {@code type} of its body. */
public enum EventType {
    COMPLETED("transcription.completed"),
    FAILED("transcription.failed"),
    CANCELLED("transcription.cancelled"),
    /** Asked for by a person who tries an endpoint: sent once, never again on its own. */
    TEST("webhook.test");

    private final String code;

    EventType(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static Optional<EventType> ofCode(String code) {
        for (EventType type : values()) {
            if (type.code.equals(code)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
