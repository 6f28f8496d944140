package dev.sotto.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Answers in JSON. A caller who is gone gets none. */
final class Answers {
    private Answers() {}

    static void ok(RoutingContext context, JsonObject body) {
        send(context, 200, body);
    }

    static void send(RoutingContext context, int status, JsonObject body) {
        if (!context.response().closed()) {
            context.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(body.toBuffer());
        }
    }
}
