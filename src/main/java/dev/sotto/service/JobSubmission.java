package dev.sotto.service;

import dev.sotto.format.stored.StoredRequest;
import java.util.Optional;

/**
 * All of a job but its recording: for whom, what is to be done, when, and which webhook is sent.
 *
 * @param isAwaited whether its caller waits for the end on a connection
 */
public record JobSubmission(
        Caller caller,
        StoredRequest request,
        JobOptions options,
        boolean isAwaited,
        Optional<WebhookRegistration> webhook) {}
