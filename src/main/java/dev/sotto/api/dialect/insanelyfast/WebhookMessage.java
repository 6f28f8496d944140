package dev.sotto.api.dialect.insanelyfast;

import dev.sotto.format.stored.StoredRequest;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobState;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What a webhook of this dialect is sent: {@code {output, status, task_id}} or {@code {error, status, task_id}}. */
public final class WebhookMessage {
    private WebhookMessage() {}

    /**
     * Writes it.
     *
     * @param request as stored
     * @param result as stored; empty for a task that failed, or whose output is too long to be sent
     */
    public static String of(Job job, String request, Optional<String> result) {
        StoredRequest asked = StoredRequest.read(request);
        JsonObject body = new JsonObject();
        if (result.isPresent()) {
            body.put("output", OutputDocument.of(asked, StoredTranscript.read(result.get())))
                    .put("status", "completed");
        } else if (job.state() == JobState.SUCCEEDED) {
            body.putNull("output").put("status", "completed").put("output_omitted", "too_large");
        } else {
            body.put("error", job.failure().map(JobFailure::message).orElse("No reason is known."))
                    .put("status", "error");
        }
        return body.put("task_id", TaskIds.of(job, asked)).encode();
    }
}
