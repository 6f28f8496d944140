package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.Dialect.Operation;
import dev.sotto.api.http.HttpParts;
import dev.sotto.service.JobServices;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;

/** Makes the dialect of whisperX-FastAPI. */
public final class WhisperxFastApiDialect {
    public static final String NAME = "whisperx-fastapi";

    private static final String REQUEST_ID = "x-request-id";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private WhisperxFastApiDialect() {}

    public static Dialect of(HttpParts http, JobServices services) {
        SubmitEndpoint submit = new SubmitEndpoint(http, services);
        TasksEndpoint tasks = new TasksEndpoint(services);
        HealthEndpoint health = new HealthEndpoint(services);
        List<Operation> operations = List.of(
                Operation.open("index", health::index),
                Operation.open("health", health::health),
                Operation.open("live", health::live),
                Operation.open("ready", health::ready),
                Operation.audio("speechToText", submit::speechToText),
                Operation.audio("speechToTextUrl", submit::speechToTextUrl),
                Operation.audio("transcribe", submit::transcribe),
                Operation.audio("diarize", submit::diarize),
                Operation.audio("align", new AlignEndpoint(http, services)::align),
                Operation.keyed("combine", new CombineEndpoint(http, services)::combine),
                Operation.keyed("listTasks", tasks::list),
                Operation.keyed("getTask", tasks::get),
                Operation.keyed("deleteTask", tasks::delete));
        return new Dialect(
                NAME,
                new WhisperxFastApiErrors(),
                operations.stream()
                        .map(one -> new Operation(one.id(), one.access(), echoing(one.handler())))
                        .toList());
    }

    /** The id of a request is its caller's, where that gives one. */
    private static Handler<RoutingContext> echoing(Handler<RoutingContext> operation) {
        return context -> {
            String id = context.request().getHeader(REQUEST_ID);
            if (id != null && ID.matcher(id).matches()) {
                context.response().putHeader(REQUEST_ID, id);
            }
            operation.handle(context);
        };
    }
}
