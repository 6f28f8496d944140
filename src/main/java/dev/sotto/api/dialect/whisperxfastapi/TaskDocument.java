package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.api.dialect.Numbers;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobState;
import dev.sotto.transcript.Transcript;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job as a task of this dialect: whole, as its callback brings it, or as an entry of the list. */
final class TaskDocument {
    private TaskDocument() {}

    /** The {@code Result} of app/schemas.py. */
    static JsonObject whole(Job job, StoredRequest request, Optional<Transcript> transcript) {
        TaskType type = TaskType.of(request);
        JsonObject metadata = common(job, request, transcript)
                .put("task_params", params(request))
                .put("callback_url", request.notes().get(TaskNotes.CALLBACK_URL));
        metadata.remove("error");
        return new JsonObject()
                .put("status", status(job.state()))
                .put(
                        "result",
                        transcript.map(found -> TaskResult.of(type, found)).orElse(null))
                .put("metadata", metadata)
                .put("error", error(job));
    }

    /** An entry of {@code /task/all}. */
    static JsonObject entry(Job job, StoredRequest request) {
        return new JsonObject()
                .put("identifier", job.id().value())
                .put("status", status(job.state()))
                .mergeIn(common(job, request, Optional.empty()));
    }

    private static JsonObject common(Job job, StoredRequest request, Optional<Transcript> transcript) {
        Map<String, String> notes = request.notes();
        double seconds = job.progress().secondsTotal();
        return new JsonObject()
                .put("task_type", TaskType.of(request).wireName())
                .put("language", language(request, transcript))
                .put("file_name", notes.get(TaskNotes.FILE_NAME))
                .put("url", notes.get(TaskNotes.URL))
                .put("error", error(job))
                .put("duration", duration(job))
                .put("audio_duration", seconds > 0 ? Numbers.rounded(seconds) : null)
                .put("start_time", time(job.startedAt()))
                .put("end_time", time(job.endedAt().filter(at -> job.state() == JobState.SUCCEEDED)));
    }

    private static @Nullable String language(StoredRequest request, Optional<Transcript> transcript) {
        String noted = request.notes().get(TaskNotes.LANGUAGE);
        return noted != null
                ? noted
                : transcript
                        .map(Transcript::language)
                        .filter(code -> !code.isEmpty())
                        .or(() -> request.options().language())
                        .orElse(null);
    }

    private static JsonObject params(StoredRequest request) {
        return new JsonObject(request.notes().getOrDefault(TaskNotes.TASK_PARAMS, "{}"));
    }

    /** Of the work alone, as there; a task that failed has none. */
    private static @Nullable Double duration(Job job) {
        if (job.state() != JobState.SUCCEEDED || job.startedAt().isEmpty()) {
            return null;
        }
        return job.endedAt()
                .map(end -> Numbers.seconds(Duration.between(job.startedAt().get(), end)))
                .orElse(null);
    }

    private static @Nullable String time(Optional<Instant> time) {
        return time.map(at -> Numbers.isoWithoutZone(at) + "Z").orElse(null);
    }

    /** What waits is said to be processed: its clients know no other word. */
    private static String status(JobState state) {
        return switch (state) {
            case QUEUED, RUNNING -> "processing";
            case SUCCEEDED -> "completed";
            case FAILED, DEAD, CANCELLED -> "failed";
        };
    }

    private static @Nullable String error(Job job) {
        return switch (job.state()) {
            case QUEUED, RUNNING, SUCCEEDED -> null;
            case FAILED, DEAD -> job.failure().map(JobFailure::message).orElse("No reason is known.");
            case CANCELLED -> "The task was cancelled.";
        };
    }
}
