package dev.sotto.api.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Answers in JSON. A caller who is gone gets none. */
public final class JsonResponses {
    private JsonResponses() {}

    public static void ok(RoutingContext context, JsonObject body) {
        send(context, 200, body);
    }

    public static void send(RoutingContext context, int status, JsonObject body) {
        if (!context.response().closed()) {
            context.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(body.toBuffer());
        }
    }
}
