package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobReader.Details;
import dev.sotto.service.JobServices;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Lists, shows and deletes what was submitted. */
final class TasksEndpoint {
    private static final String UNKNOWN = "The requested task could not be found. Please check the task ID.";

    private final JobServices services;

    TasksEndpoint(JobServices services) {
        this.services = services;
    }

    /** The newest; that system lists all it ever had. */
    void list(RoutingContext context) {
        services.reader()
                .newest(Callers.of(context), Set.of(), details -> Optional.of(details)
                        .filter(known -> !known.job().cancelRequested())
                        .map(known -> TaskDocument.entry(known.job(), known.request())))
                .map(found -> {
                    JsonArray tasks = new JsonArray();
                    found.forEach(entry -> entry.ifPresent(tasks::add));
                    return new JsonObject().put("tasks", tasks);
                })
                .onSuccess(body -> JsonResponses.ok(context, body))
                .onFailure(context::fail);
    }

    void get(RoutingContext context) {
        find(context, details -> TaskDocument.whole(details.job(), details.request(), details.transcript()))
                .onSuccess(body -> JsonResponses.ok(context, body))
                .onFailure(e -> failed(context, e, "Identifier not found"));
    }

    /** One that waits or runs is stopped, which that system does not do. */
    void delete(RoutingContext context) {
        find(context, details -> details.job().id())
                .compose(id -> services.commands().discard(Callers.of(context), id))
                .onSuccess(job -> JsonResponses.ok(
                        context,
                        new JsonObject().put("identifier", job.id().value()).put("message", "Task deleted")))
                .onFailure(e -> failed(context, e, "Task not found"));
    }

    private <T> Future<T> find(RoutingContext context, Function<Details, T> document) {
        try {
            return services.reader()
                    .details(Callers.of(context), JobReader.id(context.pathParam("identifier")), details -> {
                        if (details.job().cancelRequested()) {
                            throw new FaultException(Fault.of(FaultCode.JOB_NOT_FOUND, UNKNOWN));
                        }
                        return document.apply(details);
                    });
        } catch (FaultException e) {
            return Future.failedFuture(e);
        }
    }

    private static void failed(RoutingContext context, Throwable failure, String older) {
        if (failure instanceof FaultException fault && fault.fault().code() == FaultCode.JOB_NOT_FOUND) {
            ErrorAnswer.of(
                            ErrorAnswer.NOT_FOUND,
                            "TASK_NOT_FOUND",
                            UNKNOWN,
                            older,
                            Map.of("identifier", context.pathParam("identifier")))
                    .accept(context);
        } else {
            context.fail(failure);
        }
    }
}
