package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.api.http.JsonResponses;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code {"error": {message, code, correlation_id, ...}, "detail": message}}: the object of its newer versions and the text of its
 * older ones in one body.
 */
final class ErrorAnswer {
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int UNPROCESSABLE = 422;

    private static final String REQUEST_ID = "x-request-id";

    private ErrorAnswer() {}

    static JsonObject body(String code, String message, String detail) {
        return new JsonObject()
                .put("error", new JsonObject().put("message", message).put("code", code))
                .put("detail", detail);
    }

    static Consumer<RoutingContext> of(int status, String code, String message, Map<String, Object> details) {
        return of(status, code, message, message, details);
    }

    /** @param detail what older versions say in place of the message */
    static Consumer<RoutingContext> of(
            int status, String code, String message, String detail, Map<String, Object> details) {
        return context -> {
            JsonObject body = body(code, message, detail);
            body.getJsonObject("error")
                    .put("correlation_id", context.response().headers().get(REQUEST_ID))
                    .mergeIn(new JsonObject(details));
            JsonResponses.send(context, status, body);
        };
    }

    /** As what a request has led to. */
    static Future<Consumer<RoutingContext>> refused(
            int status, String code, String message, Map<String, Object> details) {
        return Future.succeededFuture(of(status, code, message, details));
    }
}
