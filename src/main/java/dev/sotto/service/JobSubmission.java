package dev.sotto.service;

import dev.sotto.format.stored.StoredRequest;
import java.util.List;
import java.util.Optional;

/**
 * All of a job but its recording: for whom, what is to be done, when, and which webhook is sent.
 *
 * @param isAwaited whether its caller waits for the end on a connection
 * @param clips of known voices, in the order of the request's
 */
public record JobSubmission(
        Caller caller,
        StoredRequest request,
        JobOptions options,
        boolean isAwaited,
        Optional<WebhookRegistration> webhook,
        List<SentClip> clips) {
    public JobSubmission {
        clips = List.copyOf(clips);
    }

    /** Without clips. */
    public JobSubmission(
            Caller caller,
            StoredRequest request,
            JobOptions options,
            boolean isAwaited,
            Optional<WebhookRegistration> webhook) {
        this(caller, request, options, isAwaited, webhook, List.of());
    }

    /** The same for another request. */
    JobSubmission asking(StoredRequest other) {
        return new JobSubmission(caller, other, options, isAwaited, webhook, clips);
    }
}
