package dev.sotto.api.sotto;

import dev.sotto.api.http.EpochSeconds;
import dev.sotto.service.NewWebhook;
import dev.sotto.webhook.Delivery;
import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.DeliveryLog;
import dev.sotto.webhook.Endpoint;
import dev.sotto.webhook.EventType;
import dev.sotto.webhook.Subscription;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Endpoints and deliveries as their owners see them. */
public final class WebhookDocument {
    private WebhookDocument() {}

    /** Without secrets, values of headers and the query of its URL: each may be a credential. */
    public static JsonObject endpoint(Subscription subscription) {
        Endpoint endpoint = subscription.endpoint();
        JsonArray events = new JsonArray();
        subscription.events().stream().map(EventType::wireName).sorted().forEach(events::add);
        JsonArray headers = new JsonArray();
        endpoint.headers().keySet().stream().sorted().forEach(headers::add);
        return new JsonObject()
                .put("id", endpoint.id())
                .put("object", "webhook.endpoint")
                .put("url", shown(endpoint.url()))
                .put("signature", endpoint.form().wireName())
                .put("events", events)
                .put("include_result", subscription.isResultWanted())
                .put("headers", headers)
                .put("created_at", EpochSeconds.of(subscription.createdAt()))
                .put("failing_since", EpochSeconds.of(endpoint.status().failingSince()))
                .put(
                        "disabled_reason",
                        endpoint.status()
                                .disabled()
                                .map(reason -> reason.name().toLowerCase(Locale.ROOT))
                                .orElse(null));
    }

    /** As above, with the secret, which is shown this once. */
    public static JsonObject endpoint(NewWebhook webhook) {
        JsonObject json = endpoint(webhook.subscription());
        webhook.secret().ifPresent(shown -> json.put("secret", shown.text()));
        return json;
    }

    public static JsonObject delivery(DeliveryLog.Listed entry) {
        Delivery delivery = entry.delivery();
        boolean isPending = !delivery.state().isFinal();
        return new JsonObject()
                .put("id", delivery.id())
                .put("object", "webhook.delivery")
                .put("endpoint", delivery.endpointId())
                .put("webhook_id", delivery.eventId())
                .put("event", entry.type().wireName())
                .put("subject", entry.subject())
                .put("status", delivery.state().wireName())
                .put("attempt_count", delivery.attempts())
                .put("created_at", EpochSeconds.of(delivery.createdAt()))
                .put(
                        "next_attempt_at",
                        EpochSeconds.of(Optional.of(delivery.dueAt()).filter(due -> isPending)));
    }

    public static JsonObject delivery(DeliveryLog.Entry entry, List<DeliveryAttempt> attempts) {
        JsonArray list = new JsonArray();
        attempts.forEach(attempt -> list.add(attempt(attempt)));
        return delivery(entry.listed()).put("body", entry.event().body()).put("attempts", list);
    }

    private static JsonObject attempt(DeliveryAttempt attempt) {
        return new JsonObject()
                .put("number", attempt.number())
                .put("started_at", EpochSeconds.of(attempt.startedAt()))
                .put("duration_seconds", attempt.took().toMillis() / 1000.0)
                .put("outcome", attempt.outcome().wireName())
                .put("status", attempt.status().orElse(null))
                .put("response_head", attempt.answerHead());
    }

    private static String shown(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return "%s://%s%s%s"
                .formatted(url.getScheme(), url.getRawAuthority(), path, url.getRawQuery() == null ? "" : "?...");
    }
}
