/**
 * Webhooks as plain rules: which events are sent to which endpoint ({@link dev.sotto.webhook.WebhookEvent},
 * {@link dev.sotto.webhook.Endpoint}), how far the telling has come ({@link dev.sotto.webhook.Delivery}), and the two ports
 * they need, {@link dev.sotto.webhook.OutboxStore} and {@link dev.sotto.webhook.WebhookSender}. Signatures lie in
 * {@code sign}, retries and circuits in {@code deliver}.
 *
 * <p>Knows no HTTP client and no database; imports the JDK and Jackson only. Clock and chance are handed in. Types are
 * immutable unless they name their thread.
 */
@NullMarked
package dev.sotto.webhook;

import org.jspecify.annotations.NullMarked;
