package dev.sotto.api.sotto;

import dev.sotto.api.http.EpochSeconds;
import dev.sotto.format.stored.RequestSummary;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobState;
import dev.sotto.job.Progress;
import dev.sotto.service.JobWatch;
import dev.sotto.transcript.Segment;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job as callers see it. */
final class JobDocument {
    private JobDocument() {}

    static JsonObject of(Job job, Optional<JobWatch.Live> live) {
        return withProgress(of(job), live);
    }

    /** What the running job's news say in place of what the store has. */
    static JsonObject withProgress(JsonObject json, Optional<JobWatch.Live> live) {
        live.ifPresent(running -> json.put("progress", progress(running.progress())));
        return json;
    }

    /** As the store has it. */
    static JsonObject of(Job job) {
        RequestSummary request = RequestSummary.read(job.summary());
        JsonObject json = new JsonObject()
                .put("id", job.id().value())
                .put("object", "transcription.job")
                .put("status", job.state().wireName())
                .put("work", job.work().wireName())
                .put("model", request.model())
                .put("task", request.task())
                .put("response_format", request.format())
                .put("origin", request.origin())
                .put("priority", job.priority())
                .put("attempt", job.tries().attempt())
                .put("cancel_requested", job.cancelRequested())
                .put("created_at", EpochSeconds.of(job.createdAt()))
                .put(
                        "scheduled_at",
                        EpochSeconds.of(Optional.of(job.dueAt()).filter(due -> job.state() == JobState.QUEUED)))
                .put("expires_at", EpochSeconds.of(job.expiresAt()))
                .put("started_at", EpochSeconds.of(job.startedAt()))
                .put("ended_at", EpochSeconds.of(job.endedAt()))
                .put("purge_at", EpochSeconds.of(job.purgeAt()))
                .put("error", error(job.failure()))
                .put("progress", progress(job.progress()));
        if (job.state() == JobState.SUCCEEDED) {
            json.put("result_url", "/v1/jobs/" + job.id() + "/result");
        }
        return json;
    }

    static JsonObject progress(Progress progress) {
        return new JsonObject()
                .put("seconds_done", round(progress.secondsDone()))
                .put("seconds_total", progress.secondsTotal() > 0 ? round(progress.secondsTotal()) : null)
                .put("fraction", round(progress.fraction()));
    }

    static JsonArray segments(List<Segment> segments) {
        JsonArray array = new JsonArray();
        segments.forEach(segment -> array.add(segment(segment)));
        return array;
    }

    static JsonObject segment(Segment segment) {
        return new JsonObject()
                .put("id", segment.id())
                .put("start", round(segment.startSeconds()))
                .put("end", round(segment.endSeconds()))
                .put("text", segment.text())
                .put(
                        "channel",
                        segment.channel().isPresent() ? segment.channel().getAsInt() : null);
    }

    private static @Nullable JsonObject error(Optional<JobFailure> failure) {
        return failure.map(fault ->
                        new JsonObject().put("code", fault.code().wireName()).put("message", fault.message()))
                .orElse(null);
    }

    static double round(double value) {
        return Math.rint(value * 1000) / 1000;
    }
}
