package dev.sotto.webhook;

import dev.sotto.webhook.sign.SecretRing;
import dev.sotto.webhook.sign.SignatureForm;
import dev.sotto.webhook.sign.SigningSecret;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;

/** Endpoints and events for tests. */
public final class Samples {
    public static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    public static final SigningSecret SECRET = SigningSecret.standard("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    public static final WebhookIds IDS = new WebhookIds(new SecureRandom());

    private Samples() {}

    public static Endpoint endpoint(String owner, String url) {
        return new Endpoint(
                IDS.endpoint(),
                owner,
                URI.create(url),
                SignatureForm.STANDARD,
                SecretRing.of(SECRET),
                Map.of(),
                EndpointStatus.HEALTHY);
    }

    public static WebhookEvent event(EventType type, Instant at) {
        return new WebhookEvent(IDS.event(), type, "job_1", at, "{\"type\":\"" + type.wireName() + "\",\"n\":\"é\"}");
    }

    public static Delivery add(MemoryOutbox outbox, Endpoint endpoint, Instant at) {
        WebhookEvent event = event(EventType.COMPLETED, at);
        Delivery delivery = Delivery.created(IDS.delivery(), event, endpoint, at);
        outbox.add(endpoint, event, delivery);
        return delivery;
    }
}
