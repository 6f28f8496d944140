package dev.sotto.api.dialect.whisperxstt;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobId;
import dev.sotto.job.Progress;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobReader.Details;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobWatch;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** What became of an upload. */
final class TasksEndpoint {
    private static final int ACCEPTED = 202;
    private static final int FAILED = 500;

    private final JobServices services;

    TasksEndpoint(JobServices services) {
        this.services = services;
    }

    void status(RoutingContext context) {
        find(context, TaskDocument::of)
                .onSuccess(task -> JsonResponses.ok(context, task.json()))
                .onFailure(e -> context.fail(
                        unknown(context, e, "Task '%s' not found. It may have expired or never existed.")));
    }

    void result(RoutingContext context) {
        find(context, TaskDocument::of)
                .onSuccess(task -> sendResult(context, task))
                .onFailure(e -> context.fail(unknown(context, e, "Task '%s' not found.")));
    }

    private static void sendResult(RoutingContext context, TaskDocument task) {
        JsonObject json = task.json();
        switch (task.status()) {
            case "completed" -> JsonResponses.ok(context, json.getJsonObject("result"));
            case "failed" -> detail(context, FAILED, "Task failed: " + json.getString("error"));
            default ->
                detail(
                        context,
                        ACCEPTED,
                        String.format(
                                Locale.ROOT,
                                "Task is still %s. Progress: %.1f%%",
                                task.status(),
                                json.getDouble("progress")));
        }
    }

    private static void detail(RoutingContext context, int status, String sentence) {
        JsonResponses.send(context, status, new JsonObject().put("detail", sentence));
    }

    /** One that waits or runs is stopped, which that system does not do. */
    void delete(RoutingContext context) {
        String id = context.pathParam("task_id");
        find(context, (details, progress) -> details.job().id())
                .compose(job -> services.commands().discard(Callers.of(context), job))
                .onSuccess(gone -> JsonResponses.ok(
                        context, new JsonObject().put("message", "Task '%s' deleted successfully".formatted(id))))
                .onFailure(e -> context.fail(unknown(context, e, "Task '%s' not found.")));
    }

    /** One that is about to be stopped is gone already, as far as its owner is told. */
    private <T> Future<T> find(RoutingContext context, BiFunction<Details, Optional<Progress>, T> document) {
        try {
            JobId id = JobReader.id(context.pathParam("task_id"));
            Optional<Progress> progress = services.watch().live(id).map(JobWatch.Live::progress);
            return services.reader().details(Callers.of(context), id, details -> {
                if (details.job().cancelRequested()) {
                    throw new FaultException(Fault.of(FaultCode.JOB_NOT_FOUND, "Task not found."));
                }
                return document.apply(details, progress);
            });
        } catch (FaultException e) {
            return Future.failedFuture(e);
        }
    }

    private static Throwable unknown(RoutingContext context, Throwable failure, String sentence) {
        return failure instanceof FaultException fault && fault.fault().code() == FaultCode.JOB_NOT_FOUND
                ? new FaultException(
                        Fault.of(FaultCode.JOB_NOT_FOUND, sentence.formatted(context.pathParam("task_id"))))
                : failure;
    }
}
