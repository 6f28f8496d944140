package dev.sotto.api.dialect.whisperapiserver;

import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.MachineLoad;
import dev.sotto.service.JobServices;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /health}: what that server's code tells, and what its description promises. */
final class HealthEndpoint {
    private static final double MILLIS = 1000;

    private final HttpParts http;
    private final JobServices services;

    HealthEndpoint(DialectCalls calls) {
        this.http = calls.http();
        this.services = calls.services();
    }

    void health(RoutingContext context) {
        MachineLoad.of(http.vertx(), services.config().data().folder())
                .onSuccess(machine -> JsonResponses.ok(context, document(machine)))
                .onFailure(context::fail);
    }

    private JsonObject document(MachineLoad machine) {
        return new JsonObject()
                .put("status", "healthy")
                .put("version", "1.0.0")
                .put("time", http.clock().millis() / MILLIS)
                .put(
                        "metrics",
                        new JsonObject()
                                .put("requests", http.counts().answered())
                                .put("success_rate", http.counts().successPercent())
                                .put("avg_response_time", http.counts().averageSeconds())
                                .put(
                                        "system",
                                        new JsonObject()
                                                .put("memory_used_percent", machine.memory())
                                                .put("cpu_percent", machine.cpu())
                                                .put("disk_used_percent", machine.disk())))
                .put("redis", "not used")
                .put(
                        "model",
                        new JsonObject()
                                .put("name", services.config().models().defaultModel())
                                .put("loaded", services.backend().isReady()))
                .put("active_tasks", services.watch().running());
    }
}
