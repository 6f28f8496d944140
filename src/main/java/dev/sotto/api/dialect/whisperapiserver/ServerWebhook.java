package dev.sotto.api.dialect.whisperapiserver;

import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import dev.sotto.service.WebhookEndpoints;
import dev.sotto.service.WebhookRegistration;
import dev.sotto.webhook.EventType;
import dev.sotto.webhook.sign.SignatureForm;
import dev.sotto.webhook.sign.SigningSecret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A webhook as clients of that server ask for it: an address, and perhaps a secret that signs the body alone. */
final class ServerWebhook {
    private ServerWebhook() {}

    static WebhookRegistration of(String url, Optional<String> secret, WebhookEndpoints webhooks) {
        try {
            webhooks.checkUrl(url.strip());
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.invalidValue("webhook_url", String.valueOf(e.getMessage())));
        }
        Optional<SigningSecret> given;
        try {
            given = secret.filter(text -> !text.isEmpty()).map(SigningSecret::freeText);
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.invalidValue("webhook_secret", e.getMessage() + "."));
        }
        return new WebhookRegistration(
                URI.create(url.strip()),
                given.isPresent() ? SignatureForm.BODY_HEX : SignatureForm.UNSIGNED,
                given,
                false,
                Map.of(),
                Set.of(EventType.COMPLETED, EventType.FAILED),
                true,
                ServerDialect.NAME);
    }
}
