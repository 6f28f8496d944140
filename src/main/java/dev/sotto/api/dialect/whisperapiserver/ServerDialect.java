package dev.sotto.api.dialect.whisperapiserver;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.Dialect.Operation;
import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.http.HttpParts;
import dev.sotto.service.JobServices;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Makes the dialect of whisper-api-server. */
public final class ServerDialect {
    public static final String NAME = "whisper-api-server";

    private static final double NANOS = 1e9;

    private ServerDialect() {}

    public static Dialect of(HttpParts http, JobServices services) {
        DialectCalls calls = new DialectCalls(NAME, http, services);
        TranscriptionEndpoint transcriptions = new TranscriptionEndpoint(calls);
        TaskEndpoint tasks = new TaskEndpoint(calls);
        HealthEndpoint health = new HealthEndpoint(calls);
        return new Dialect(
                NAME,
                new ServerErrors(services.config().http().upload().bytesMax()),
                List.of(
                        Operation.audio("transcribe", timed(transcriptions::transcribe)),
                        Operation.keyed("task", timed(tasks::task)),
                        Operation.webhook("registerWebhook", timed(tasks::registerWebhook)),
                        Operation.open("serverHealth", timed(health::health))));
    }

    /** Every answer says how many seconds it took. */
    private static Handler<RoutingContext> timed(Handler<RoutingContext> handler) {
        return context -> {
            long start = System.nanoTime();
            context.addHeadersEndHandler(headers -> context.response()
                    .putHeader("x-process-time", Double.toString((System.nanoTime() - start) / NANOS)));
            handler.handle(context);
        };
    }
}
