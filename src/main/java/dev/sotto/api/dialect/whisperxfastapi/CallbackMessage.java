package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.format.stored.StoredRequest;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Job;
import java.util.Optional;

/** What a callback of this dialect is sent: the same as {@code GET /task/IDENTIFIER} answers. */
public final class CallbackMessage {
    private CallbackMessage() {}

    /**
     * Writes it.
     *
     * @param request as stored
     * @param result as stored; empty for a task that failed, or whose result is too long to be sent
     */
    public static String of(Job job, String request, Optional<String> result) {
        return TaskDocument.whole(job, StoredRequest.read(request), result.map(StoredTranscript::read))
                .encode();
    }
}
