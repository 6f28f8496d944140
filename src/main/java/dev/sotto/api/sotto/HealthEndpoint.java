package dev.sotto.api.sotto;

import dev.sotto.api.http.HttpFaults;
import dev.sotto.service.Backend;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Tells a load balancer whether to send work here: 200 when it would be done, 503 while the model loads. */
final class HealthEndpoint {
    private final Backend backend;
    private final String version;
    private final String defaultModel;

    HealthEndpoint(Backend backend, String version, String defaultModel) {
        this.backend = backend;
        this.version = version;
        this.defaultModel = defaultModel;
    }

    void health(RoutingContext context) {
        boolean isReady = backend.isReady();
        JsonObject body = new JsonObject()
                .put("status", isReady ? "ok" : "loading")
                .put("version", version)
                .put("model", defaultModel);
        if (!isReady) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(HttpFaults.RETRY_AFTER.toSeconds()));
        }
        context.response()
                .setStatusCode(isReady ? 200 : 503)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body.toBuffer());
    }
}
