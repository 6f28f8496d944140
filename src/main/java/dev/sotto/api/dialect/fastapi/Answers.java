package dev.sotto.api.dialect.fastapi;

import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.upload.UploadException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What answers a request, once it is known. */
public final class Answers {
    private Answers() {}

    public static Consumer<RoutingContext> ok(JsonObject body) {
        return context -> JsonResponses.ok(context, body);
    }

    /** {@code {"detail": "a sentence"}}. */
    public static Consumer<RoutingContext> detail(int status, String sentence) {
        return context -> JsonResponses.send(context, status, new JsonObject().put("detail", sentence));
    }

    /** Of a body that is no form: none of the fields that it must have is there. */
    public static Future<Consumer<RoutingContext>> orMissing(
            Future<Consumer<RoutingContext>> answer, List<String> fields) {
        return answer.recover(failure ->
                failure instanceof UploadException refused && refused.kind() == UploadException.Kind.WRONG_TYPE
                        ? Future.succeededFuture(InvalidParameters.missing("body", fields)::send)
                        : Future.failedFuture(failure));
    }

    /** The work's answer, or what is wrong with the parameters that it reads. */
    public static Future<Consumer<RoutingContext>> checked(Supplier<Future<Consumer<RoutingContext>>> work) {
        try {
            return work.get();
        } catch (InvalidParameters e) {
            return Future.succeededFuture(e::send);
        }
    }
}
