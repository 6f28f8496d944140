package dev.sotto.api.dialect.whispercpp;

import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Backend;
import dev.sotto.service.JobServices;
import dev.sotto.service.ServedModel;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Consumer;

/** {@code POST /load} and {@code GET /health}. */
final class ModelEndpoint {
    private final DialectCalls calls;
    private final Backend backend;
    private final LoadedModel loaded;

    ModelEndpoint(HttpParts http, JobServices services, LoadedModel loaded) {
        this.calls = new DialectCalls(WhisperCppDialect.NAME, http, services);
        this.backend = services.backend();
        this.loaded = loaded;
    }

    /** From the answer on, {@code /inference} is answered by the model of this name; it is loaded by the first that needs it. */
    void load(RoutingContext context) {
        calls.take(context, Set.of(), form -> {
            String name = form.one("model")
                    .orElseThrow(() -> new FaultException(Fault.of(
                            FaultCode.MISSING_REQUIRED_PARAMETER, "no 'model' field in the request", "model")));
            ServedModel model = loaded.named(name, backend.models())
                    .orElseThrow(
                            () -> new FaultException(Fault.of(FaultCode.INVALID_VALUE, "model not found!", "model")));
            loaded.set(model.id());
            Consumer<RoutingContext> answer = answered -> answered.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/text")
                    .end("Load was successful!");
            return Future.succeededFuture(answer);
        });
    }

    void health(RoutingContext context) {
        boolean isReady = backend.isReady() && backend.fault().isEmpty();
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        JsonResponses.send(
                context, isReady ? 200 : 503, new JsonObject().put("status", isReady ? "ok" : "loading model"));
    }
}
