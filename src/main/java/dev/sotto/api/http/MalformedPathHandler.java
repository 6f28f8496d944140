package dev.sotto.api.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Answers requests whose path cannot be decoded. The router would trip over each of them, with an answer of its own. */
final class MalformedPathHandler implements Handler<RoutingContext> {
    private static final String MALFORMED = "(malformed)";

    @Override
    public void handle(RoutingContext context) {
        if (path(context).equals(MALFORMED)) {
            ErrorHandler.send(
                    context.response(),
                    HttpFaults.malformed("The request could not be understood: its URL is malformed."));
        } else {
            context.next();
        }
    }

    /** For people; never throws. */
    static String path(RoutingContext context) {
        try {
            return context.normalizedPath();
        } catch (IllegalArgumentException e) {
            return MALFORMED;
        }
    }
}
