package dev.sotto.service;

import dev.sotto.webhook.Subscription;
import dev.sotto.webhook.sign.SigningSecret;
import java.util.Optional;

/**
 * A webhook that a request registered, or whose secret it replaced.
 *
 * @param secret made here, so that its owner has to be shown it; empty if the owner gave one, or none is needed
 */
public record NewWebhook(Subscription subscription, Optional<SigningSecret> secret) {}
