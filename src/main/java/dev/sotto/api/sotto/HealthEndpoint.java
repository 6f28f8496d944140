package dev.sotto.api.sotto;

import dev.sotto.api.http.HealthMetrics;
import dev.sotto.api.http.HttpFaults;
import dev.sotto.api.http.HttpParts;
import dev.sotto.service.Backend;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobWatch;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * Tells a load balancer whether to send work here: 200 when it would be done, 503 while the model loads or no job is taken. The
 * answer has the keys that clients of other systems look for at this path.
 */
final class HealthEndpoint {
    private final Backend backend;
    private final JobWatch watch;
    private final String version;
    private final String defaultModel;
    private final HealthMetrics metrics;

    HealthEndpoint(HttpParts http, JobServices services, String version) {
        this.backend = services.backend();
        this.watch = services.watch();
        this.version = version;
        this.defaultModel = services.config().models().defaultModel();
        this.metrics = new HealthMetrics(http, services.config().data().folder());
    }

    void health(RoutingContext context) {
        context.response().putHeader(HttpHeaders.VARY, "accept");
        if (isPlainWanted(context)) {
            ready(context);
            return;
        }
        Optional<String> fault = backend.fault();
        boolean isReady = isReady();
        JsonObject body = new JsonObject()
                .put("status", fault.isPresent() ? "unavailable" : isReady ? "healthy" : "loading")
                .put("version", version)
                .put("model", defaultModel)
                .put("message", isReady ? "Service is running" : "Service does not take work")
                .put("time", metrics.time())
                .put("gpu_available", backend.usesGpu())
                .put("active_tasks", watch.running())
                .put("metrics", metrics.document());
        fault.ifPresent(reason -> body.put("reason", reason));
        send(context, isReady, "application/json", body.encode());
    }

    /** In one word, which some clients compare. */
    void ready(RoutingContext context) {
        boolean isReady = isReady();
        send(context, isReady, "text/plain; charset=utf-8", isReady ? "OK" : "Unavailable");
    }

    /** The same as an object of one field. */
    void test(RoutingContext context) {
        boolean isReady = isReady();
        JsonObject body = new JsonObject().put("status", isReady ? "ok" : "unavailable");
        send(context, isReady, "application/json", body.encode());
    }

    private boolean isReady() {
        return backend.isReady() && backend.fault().isEmpty();
    }

    private static boolean isPlainWanted(RoutingContext context) {
        List<MIMEHeader> accepted = context.parsedHeaders().accept();
        return !accepted.isEmpty()
                && accepted.get(0).component().equals("text")
                && accepted.get(0).subComponent().equals("plain");
    }

    private static void send(RoutingContext context, boolean isReady, String contentType, String body) {
        if (!isReady) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(HttpFaults.RETRY_AFTER.toSeconds()));
        }
        context.response()
                .setStatusCode(isReady ? 200 : 503)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }
}
