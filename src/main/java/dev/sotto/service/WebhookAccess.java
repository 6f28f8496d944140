package dev.sotto.service;

import dev.sotto.webhook.DeliveryLog;
import dev.sotto.webhook.EndpointStore;
import dev.sotto.webhook.WebhookIds;
import java.security.SecureRandom;
import java.util.function.Consumer;

/**
 * Where the HTTP surface keeps webhooks. Both stores block: never asked on an event loop.
 *
 * @param urlCheck throws {@link IllegalArgumentException}, whose message can be shown, for a URL that may not receive webhooks
 * @param wakeUp something may be due; returns at once
 */
public record WebhookAccess(
        EndpointStore endpoints,
        DeliveryLog deliveries,
        WebhookIds ids,
        SecureRandom random,
        Consumer<String> urlCheck,
        Runnable wakeUp) {}
