package dev.sotto.api.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Gives every answer its own id; official clients put it into their errors. */
final class RequestIds implements Handler<RoutingContext> {
    static final String HEADER = "x-request-id";

    private final Supplier<String> ids;

    RequestIds(Supplier<String> ids) {
        this.ids = ids;
    }

    /** The id that the answer to this request has. */
    static String of(RoutingContext context) {
        return String.valueOf(context.response().headers().get(HEADER));
    }

    @Override
    public void handle(RoutingContext context) {
        context.response().putHeader(HEADER, "req_" + ids.get()).putHeader("x-content-type-options", "nosniff");
        context.next();
    }
}
