package dev.sotto.api.dialect.insanelyfast;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobState;
import dev.sotto.service.Caller;
import dev.sotto.service.JobReader.Details;
import dev.sotto.service.JobServices;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Function;

/** Tasks under way, and what became of one. A finished one is kept here, where that system forgets it at once. */
final class TasksEndpoint {
    /** What is stored of the field {@code is_async}. */
    static final String ASYNC_NOTE = "is_async";

    private static final Set<JobState> UNDER_WAY = Set.of(JobState.QUEUED, JobState.RUNNING);
    private static final int NOT_BACKGROUND = 400;

    private final JobServices services;

    TasksEndpoint(JobServices services) {
        this.services = services;
    }

    void list(RoutingContext context) {
        services.reader()
                .newest(Callers.of(context), UNDER_WAY, details -> details)
                .map(found -> {
                    JsonArray ids = new JsonArray();
                    found.stream()
                            .filter(details -> !details.job().cancelRequested())
                            .forEach(details -> ids.add(TaskIds.of(details.job(), details.request())));
                    return new JsonObject().put("tasks", ids);
                })
                .onSuccess(body -> JsonResponses.ok(context, body))
                .onFailure(context::fail);
    }

    void status(RoutingContext context) {
        find(context, TasksEndpoint::document)
                .onSuccess(body -> JsonResponses.ok(context, body))
                .onFailure(context::fail);
    }

    private static JsonObject document(Details details) {
        return switch (details.job().state()) {
            case QUEUED, RUNNING -> new JsonObject().put("status", "processing");
            case SUCCEEDED ->
                new JsonObject()
                        .put("status", "completed")
                        .put(
                                "output",
                                details.transcript()
                                        .map(transcript -> OutputDocument.of(details.request(), transcript))
                                        .orElse(null));
            case FAILED, DEAD -> new JsonObject().put("status", "error").put("error", error(details));
            case CANCELLED -> throw unknown();
        };
    }

    private static String error(Details details) {
        return details.job().failure().map(JobFailure::message).orElse("No reason is known.");
    }

    /** Stops it, where that system only forgets it. */
    void cancel(RoutingContext context) {
        Caller caller = Callers.of(context);
        find(context, details -> details)
                .compose(details -> {
                    if (details.job().state().isFinal()) {
                        return Future.succeededFuture(document(details));
                    }
                    if ("false".equals(details.request().notes().get(ASYNC_NOTE))) {
                        return Future.succeededFuture(new JsonObject()
                                .put("status_code", NOT_BACKGROUND)
                                .put("detail", "Not a background task")
                                .putNull("headers"));
                    }
                    return services.commands()
                            .cancel(caller, details.job().id())
                            .compose(job ->
                                    services.commands().releaseKey(caller, TaskIds.key(context.pathParam("task_id"))))
                            .map(released -> new JsonObject().put("status", "cancelled"));
                })
                .onSuccess(body -> JsonResponses.ok(context, body))
                .onFailure(context::fail);
    }

    /** One that is about to be stopped is forgotten already, as far as its owner is told. */
    private <T> Future<T> find(RoutingContext context, Function<Details, T> document) {
        Caller caller = Callers.of(context);
        return TaskIds.find(services.reader(), caller, context.pathParam("task_id"))
                .compose(id -> services.reader().details(caller, id, details -> {
                    if (details.job().cancelRequested()) {
                        throw unknown();
                    }
                    return document.apply(details);
                }));
    }

    private static FaultException unknown() {
        return new FaultException(Fault.of(FaultCode.JOB_NOT_FOUND, "Task not found"));
    }
}
