package dev.sotto.webhook;

import java.util.concurrent.CompletionStage;

/** Sends one message and says what came back. Returns at once; any number may be under way. */
public interface WebhookSender {
    /**
     * Connects to a checked address only, follows no redirect, and ends within a time and an answer size of its own. The
     * stage fails for faults of this program only; whatever the receiver does is a {@link SendResult}.
     */
    CompletionStage<SendResult> send(WebhookRequest request);
}
