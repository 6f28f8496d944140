package dev.sotto.service;

import dev.sotto.webhook.Endpoint;
import dev.sotto.webhook.EndpointStatus;
import dev.sotto.webhook.EventType;
import dev.sotto.webhook.Subscription;
import dev.sotto.webhook.sign.SecretRing;
import dev.sotto.webhook.sign.SignatureForm;
import dev.sotto.webhook.sign.SigningSecret;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A webhook as it was requested, checked.
 *
 * @param isSecretOurs whether the server generated the secret, so that its owner must be shown it
 * @param body see {@link Subscription}
 */
public record WebhookRegistration(
        URI url,
        SignatureForm form,
        Optional<SigningSecret> secret,
        boolean isSecretOurs,
        Map<String, String> headers,
        Set<EventType> events,
        boolean isResultWanted,
        String body) {
    /** A webhook without signature and with its result, in the shape that clients of a surface read. */
    public static WebhookRegistration ofSurface(
            String surface, URI url, Map<String, String> headers, Set<EventType> events) {
        return new WebhookRegistration(
                url, SignatureForm.UNSIGNED, Optional.empty(), false, headers, events, true, surface);
    }

    /** An endpoint of its own for whoever asked. */
    public Subscription subscription(String id, String owner, Instant now) {
        Endpoint endpoint = new Endpoint(
                id,
                owner,
                url,
                form,
                secret.map(SecretRing::of).orElse(SecretRing.EMPTY),
                headers,
                EndpointStatus.HEALTHY);
        return new Subscription(endpoint, events, isResultWanted, body, now);
    }

    /** What its owner is shown once it is registered. */
    NewWebhook registered(Subscription subscription) {
        return new NewWebhook(subscription, isSecretOurs ? secret : Optional.empty());
    }

    @Override
    public String toString() {
        return "WebhookRegistration[" + form + "]";
    }
}
