package dev.sotto.api.dialect.whisperxstt;

import dev.sotto.api.dialect.Numbers;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.Progress;
import dev.sotto.service.JobReader.Details;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A job as a {@code TaskProgress}. Its progress has the few values that {@code transcribe} in app/services/whisperx_service.py
 * reports; here words are timed with the text, so both share the time before the speakers.
 */
record TaskDocument(String status, JsonObject json) {
    /** The part of a recording's work that text and words are, where speakers are told apart behind them. */
    private static final double TEXT = 0.75;

    /** A stage and how far the whole is said to be. */
    private record Stage(String status, double progress, String message) {
        static Stage of(String status, double progress) {
            return new Stage(status, progress, "Status: " + status);
        }
    }

    /** @param live how far it is by its news, which are ahead of the store */
    static TaskDocument of(Details details, Optional<Progress> live) {
        Job job = details.job();
        Stage stage = stage(details, live.orElse(job.progress()));
        JsonObject json = new JsonObject()
                .put("task_id", job.id().value())
                .put("status", stage.status())
                .put("progress", stage.progress())
                .put("message", stage.message())
                .put("created_at", Numbers.isoWithoutZone(job.createdAt()))
                .put("started_at", job.startedAt().map(Numbers::isoWithoutZone).orElse(null))
                .put("completed_at", job.endedAt().map(Numbers::isoWithoutZone).orElse(null))
                .put("error", stage.status().equals("failed") ? error(job) : null)
                .put(
                        "result",
                        details.transcript()
                                .map(transcript -> ResultDocument.of(
                                        transcript,
                                        Optional.ofNullable(
                                                details.request().notes().get("warning"))))
                                .orElse(null));
        return new TaskDocument(stage.status(), json);
    }

    private static String error(Job job) {
        return job.failure().map(JobFailure::message).orElse("The task was cancelled.");
    }

    private static Stage stage(Details details, Progress progress) {
        boolean isDiarized = details.request().options().speakers().diarize();
        return switch (details.job().state()) {
            case QUEUED -> new Stage("pending", 0, "Task queued");
            case RUNNING -> running(progress, isDiarized);
            case SUCCEEDED -> new Stage("completed", 100, "Transcription completed successfully");
            case FAILED, DEAD, CANCELLED ->
                new Stage("failed", running(progress, isDiarized).progress(), "Transcription failed");
        };
    }

    private static Stage running(Progress progress, boolean isDiarized) {
        if (progress.secondsTotal() == 0) {
            return new Stage("processing", 5, "Status: loading_audio");
        }
        double speakers = isDiarized ? (progress.fraction() - TEXT) / (1 - TEXT) : -1;
        if (speakers >= 0) {
            return speakers < 1 ? Stage.of("diarizing", 65) : Stage.of("processing", 90);
        }
        double text = isDiarized ? progress.fraction() / TEXT : progress.fraction();
        if (text < 0.5) {
            return Stage.of("transcribing", 10);
        }
        if (text < 0.8) {
            return Stage.of("transcribing", 40);
        }
        return text < 1 ? Stage.of("aligning", 45) : Stage.of("aligning", 60);
    }
}
