package dev.sotto.api.upload;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * Throws away what is still to come of a refused request. Closing at once would make the client's system drop our answer
 * while it is still sending; so the body is read on, but neither long nor far, then the connection is closed.
 */
public final class BodyDrain {
    private static final long BYTES_MAX = 64L << 20;
    private static final long WAIT_MILLIS = 10_000;

    private final HttpServerRequest request;
    private long bytes;

    private BodyDrain(HttpServerRequest request) {
        this.request = request;
    }

    /** To be called on the request's event loop; nothing else may read it. */
    public static void discard(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        BodyDrain body = new BodyDrain(request);
        long timer = vertx.setTimer(WAIT_MILLIS, id -> request.connection().close());
        request.exceptionHandler(e -> vertx.cancelTimer(timer));
        request.endHandler(end -> vertx.cancelTimer(timer));
        request.handler(chunk -> body.count(chunk.length()));
        request.resume();
    }

    private void count(int length) {
        bytes += length;
        if (bytes > BYTES_MAX) {
            request.connection().close();
        }
    }
}
