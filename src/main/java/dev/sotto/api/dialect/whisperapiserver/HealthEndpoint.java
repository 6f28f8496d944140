package dev.sotto.api.dialect.whisperapiserver;

import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.http.HealthMetrics;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.service.JobServices;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /health}: what that server's code tells, and what its description promises. */
final class HealthEndpoint {
    private final JobServices services;
    private final HealthMetrics metrics;

    HealthEndpoint(DialectCalls calls) {
        this.services = calls.services();
        this.metrics = new HealthMetrics(calls.http(), services.config().data().folder());
    }

    void health(RoutingContext context) {
        JsonResponses.ok(
                context,
                new JsonObject()
                        .put("status", "healthy")
                        .put("version", "1.0.0")
                        .put("time", metrics.time())
                        .put("metrics", metrics.document())
                        .put("redis", "not used")
                        .put(
                                "model",
                                new JsonObject()
                                        .put("name", services.config().models().defaultModel())
                                        .put("loaded", services.backend().isReady()))
                        .put("active_tasks", services.watch().running()));
    }
}
