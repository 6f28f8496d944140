package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.service.WebhookEndpoints;
import dev.sotto.service.WebhookRegistration;
import dev.sotto.webhook.EventType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameter {@code callback_url}. Nobody is asked whether it answers: what it does not take is sent again for hours. */
final class Callback {
    private static final int CHARS_MAX = 2083;

    private Callback() {}

    /** What is wrong with its text, as pydantic says it of a URL; empty for a URL of HTTP. */
    static Optional<JsonObject> fault(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (url.length() > CHARS_MAX) {
            return Optional.of(
                    entry("url_too_long", "URL should have at most %d characters".formatted(CHARS_MAX), url));
        }
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            return Optional.of(
                    lower.matches("[a-z][a-z0-9+.-]*:.*")
                            ? entry("url_scheme", "URL scheme should be 'http' or 'https'", url)
                            : entry("url_parsing", "Input should be a valid URL, relative URL without a base", url));
        }
        try {
            return URI.create(url).getHost() == null
                    ? Optional.of(entry("url_parsing", "Input should be a valid URL, empty host", url))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(entry("url_parsing", "Input should be a valid URL, invalid character", url));
        }
    }

    private static JsonObject entry(String type, String message, String url) {
        return new JsonObject()
                .put(
                        "detail",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("type", type)
                                        .put("loc", new JsonArray().add("query").add("callback_url"))
                                        .put("msg", message)
                                        .put("input", url)));
    }

    /**
     * Of a URL that {@link #fault} finds nothing wrong with.
     *
     * @throws IllegalArgumentException if nothing may be sent there
     */
    static WebhookRegistration registration(String url, WebhookEndpoints webhooks) {
        webhooks.checkUrl(url);
        return WebhookRegistration.ofSurface(
                WhisperxFastApiDialect.NAME, URI.create(url), Map.of(), Set.of(EventType.COMPLETED, EventType.FAILED));
    }
}
