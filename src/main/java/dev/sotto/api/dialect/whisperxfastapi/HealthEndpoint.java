package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.api.dialect.Numbers;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.service.JobServices;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.function.Supplier;

/** The three of health, and where the documentation is. */
final class HealthEndpoint {
    private static final int MOVED = 307;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final JobServices services;
    private final Supplier<Instant> clock;

    HealthEndpoint(JobServices services) {
        this.services = services;
        this.clock = services.reader()::now;
    }

    void index(RoutingContext context) {
        context.response()
                .setStatusCode(MOVED)
                .putHeader(HttpHeaders.LOCATION, "/docs")
                .end();
    }

    void health(RoutingContext context) {
        JsonResponses.ok(context, new JsonObject().put("status", "ok").put("message", "Service is running"));
    }

    void live(RoutingContext context) {
        JsonResponses.ok(
                context,
                new JsonObject()
                        .put("status", "ok")
                        .put("timestamp", Numbers.epoch(clock.get()))
                        .put("message", "Application is live"));
    }

    void ready(RoutingContext context) {
        boolean isStoreThere = services.backend().fault().isEmpty();
        boolean isReady = isStoreThere && services.backend().isReady();
        JsonResponses.send(
                context,
                isReady ? OK : UNAVAILABLE,
                new JsonObject()
                        .put("status", isReady ? "ok" : "error")
                        .put("database", isStoreThere ? "connected" : "disconnected")
                        .put(
                                "gpu",
                                new JsonObject()
                                        .put(
                                                "max_concurrent_tasks",
                                                services.config()
                                                        .transcription()
                                                        .runningMax()))
                        .put(
                                "message",
                                isReady
                                        ? "Application is ready to accept requests"
                                        : isStoreThere
                                                ? "Application is loading its model."
                                                : "Application is not ready due to an internal error."));
    }
}
