package dev.sotto.api.dialect.whisperapiserver;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.Dialect.Operation;
import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.http.HttpParts;
import dev.sotto.service.JobServices;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Makes the dialect of whisper-api-server. */
public final class ServerDialect {
    public static final String NAME = "whisper-api-server";

    private static final double NANOS = 1e9;
    private static final String ARRIVED = "sotto.whisper-api-server.arrived";

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
                        Operation.audio("transcribe", transcriptions::transcribe),
                        Operation.keyed("task", tasks::task),
                        Operation.webhook("registerWebhook", tasks::registerWebhook),
                        Operation.open("serverHealth", health::health)),
                ServerDialect::time);
    }

    /** Every answer says how many seconds it took, refusals too. */
    private static void time(RoutingContext context) {
        if (context.get(ARRIVED) == null) {
            long start = System.nanoTime();
            context.put(ARRIVED, start);
            context.addHeadersEndHandler(headers -> context.response()
                    .putHeader("x-process-time", Double.toString((System.nanoTime() - start) / NANOS)));
        }
    }
}
