package dev.sotto.webhook;

import java.util.Locale;

/** A webhook that cannot be registered, sent or replayed, with its kind and one sentence for the caller. */
public final class WebhookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        HEADERS_REFUSED,
        ENDPOINT_DISABLED,
        ENDPOINT_DELETED,
        BODY_TOO_LARGE
    }

    private final Kind kind;

    private WebhookException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Copies one of another thread, so that the stack trace names this one. */
    public WebhookException(WebhookException cause) {
        super(cause.getMessage(), cause);
        this.kind = cause.kind;
    }

    static WebhookException headers(String seen, String expected) {
        return new WebhookException(Kind.HEADERS_REFUSED, "webhook headers: %s; %s".formatted(seen, expected));
    }

    static WebhookException endpointDisabled(Endpoint endpoint) {
        String reason = endpoint.status()
                .disabled()
                .map(Enum::name)
                .orElseThrow(() -> new IllegalStateException("the endpoint is enabled"))
                .toLowerCase(Locale.ROOT);
        return new WebhookException(
                Kind.ENDPOINT_DISABLED,
                "endpoint %s is disabled (%s); enable it, then replay".formatted(endpoint.id(), reason));
    }

    /** Its delivery is still in the log. */
    public static WebhookException endpointDeleted(String endpointId) {
        return new WebhookException(
                Kind.ENDPOINT_DELETED, "endpoint %s was deleted; register it again".formatted(endpointId));
    }

    static WebhookException bodyTooLarge(int bytes, int bytesMax) {
        return new WebhookException(
                Kind.BODY_TOO_LARGE,
                "the body of a webhook has %d bytes even without its result; at most %d are sent"
                        .formatted(bytes, bytesMax));
    }

    public Kind kind() {
        return kind;
    }
}
