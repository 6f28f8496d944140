package dev.sotto.api.dialect.whisperxstt;

import dev.sotto.api.http.JsonResponses;
import dev.sotto.service.JobServices;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** What the server says of itself. */
final class ServerEndpoint {
    private static final int UNAVAILABLE = 503;
    private static final int OK = 200;

    private final JobServices services;
    private final String version;

    ServerEndpoint(JobServices services, String version) {
        this.services = services;
        this.version = version;
    }

    void index(RoutingContext context) {
        JsonResponses.ok(
                context,
                new JsonObject()
                        .put("name", "WhisperX Transcription API")
                        .put("version", version)
                        .put("docs", "/docs")
                        .put("health", "/health"));
    }

    /** Of this server, whose clients also want to know of a model that is still loaded; that system has none at its start. */
    void health(RoutingContext context) {
        boolean isReady =
                services.backend().isReady() && services.backend().fault().isEmpty();
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        services.reader()
                .queueLength()
                .onSuccess(counts -> JsonResponses.send(
                        context,
                        isReady ? OK : UNAVAILABLE,
                        new JsonObject()
                                .put("status", isReady ? "healthy" : "unhealthy")
                                .put("version", version)
                                .put("gpu_available", services.backend().usesGpu())
                                .put("active_tasks", counts.running())
                                .put("pending_tasks", counts.waiting())))
                .onFailure(context::fail);
    }
}
