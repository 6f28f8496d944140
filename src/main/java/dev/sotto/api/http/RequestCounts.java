package dev.sotto.api.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Requests that have been answered since the start. Belongs to one event loop. */
public final class RequestCounts implements Handler<RoutingContext> {
    private static final int SERVER_FAULT = 500;
    private static final double NANOS = 1e9;

    private long answered;
    private long failed;
    private long nanos;

    @Override
    public void handle(RoutingContext context) {
        long start = System.nanoTime();
        context.addEndHandler(ended -> {
            answered++;
            nanos += System.nanoTime() - start;
            if (ended.failed() || context.response().getStatusCode() >= SERVER_FAULT) {
                failed++;
            }
        });
        context.next();
    }

    public long answered() {
        return answered;
    }

    /** Those that were answered whole, and not by a fault of the server, in percent; 100 before the first. */
    public double successPercent() {
        return answered == 0 ? 100 : 100.0 * (answered - failed) / answered;
    }

    /** Seconds that an answer took on average, waiting included. */
    public double averageSeconds() {
        return answered == 0 ? 0 : nanos / NANOS / answered;
    }
}
