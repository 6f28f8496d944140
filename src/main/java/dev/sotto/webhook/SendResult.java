package dev.sotto.webhook;

import java.util.Optional;

/** What became of a {@link WebhookRequest}. */
public sealed interface SendResult {
    /**
     * A status came back.
     *
     * @param retryAfter the header as sent
     * @param bodyHead at most a kilobyte of the body, as text
     */
    record Answered(int status, Optional<String> retryAfter, String bodyHead) implements SendResult {}

    /**
     * None came.
     *
     * @param outcome one of those without a status
     */
    record Unanswered(AttemptOutcome outcome) implements SendResult {}
}
