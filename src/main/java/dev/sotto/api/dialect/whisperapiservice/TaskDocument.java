package dev.sotto.api.dialect.whisperapiservice;

import dev.sotto.api.dialect.WhisperDocument;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.service.JobReader;
import dev.sotto.transcript.Transcript;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The status of a task in the words of Celery, with what was found in the format that is asked for now. */
final class TaskDocument {
    private TaskDocument() {}

    static JsonObject of(JobReader.Details details, String format, boolean isSimplified) {
        Job job = details.job();
        String id = job.id().value();
        Optional<Transcript> transcript = details.transcript();
        return switch (job.state()) {
            case QUEUED, RUNNING -> pending(id);
            case SUCCEEDED ->
                document(id, "SUCCESS")
                        .put(
                                "result",
                                transcript
                                        .map(found -> result(found, format, isSimplified))
                                        .orElse(null));
            case CANCELLED -> document(id, "REVOKED").put("error_info", "The task was cancelled.");
            case FAILED, DEAD ->
                document(id, "FAILURE")
                        .put(
                                "error_info",
                                job.failure().map(JobFailure::message).orElse("No reason is known."));
        };
    }

    /** Which is also all that Celery says of a task that it does not know. */
    static JsonObject pending(String id) {
        return document(id, "PENDING");
    }

    private static JsonObject document(String id, String status) {
        return new JsonObject()
                .put("task_id", id)
                .put("status", status)
                .putNull("result")
                .putNull("error_info");
    }

    private static JsonObject result(Transcript transcript, String format, boolean isSimplified) {
        JsonObject raw = WhisperDocument.of(transcript);
        if (format.equals("json")) {
            return isSimplified
                    ? new JsonObject().put("formatted_output", WhisperDocument.text(transcript))
                    : new JsonObject().put("transcription_details", raw);
        }
        Object formatted =
                switch (format) {
                    case "txt" -> WhisperDocument.text(transcript);
                    case "srt" -> isSimplified ? TaskFormats.srtByNumber(transcript) : TaskFormats.srt(transcript);
                    case "vtt" -> isSimplified ? TaskFormats.vttByNumber(transcript) : TaskFormats.vtt(transcript);
                    case "tsv" -> TaskFormats.tsv(transcript);
                    default -> raw;
                };
        JsonObject result = new JsonObject();
        if (!isSimplified) {
            result.put("transcription_details", raw);
        }
        return result.put("formatted_output", formatted);
    }
}
