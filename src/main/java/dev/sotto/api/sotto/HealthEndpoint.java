package dev.sotto.api.sotto;

import dev.sotto.api.http.HttpFaults;
import dev.sotto.service.Backend;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Tells a load balancer whether to send work here: 200 when it would be done, 503 while the model loads or no job is taken. */
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
        Optional<String> fault = backend.fault();
        boolean isReady = backend.isReady() && fault.isEmpty();
        JsonObject body = new JsonObject()
                .put("status", fault.isPresent() ? "unavailable" : isReady ? "ok" : "loading")
                .put("version", version)
                .put("model", defaultModel);
        fault.ifPresent(reason -> body.put("reason", reason));
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
