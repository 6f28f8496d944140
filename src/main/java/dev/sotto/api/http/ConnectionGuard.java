package dev.sotto.api.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds the connections and closes those that carry no request. Vert.x's own idle timeout would also cut off a client that
 * waits for a long transcription; this one rests while a request runs. Belongs to one event loop.
 */
final class ConnectionGuard {
    private final Vertx vertx;
    private final int connectionsMax;
    private final long idleMillis;
    private final Map<HttpConnection, Watch> watches = new HashMap<>();

    private static final class Watch {
        private int requests;
        private long timer = -1; // ids begin at 0
    }

    ConnectionGuard(Vertx vertx, int connectionsMax, Duration idleTimeout) {
        this.vertx = vertx;
        this.connectionsMax = connectionsMax;
        this.idleMillis = idleTimeout.toMillis();
    }

    void opened(HttpConnection connection) {
        if (watches.size() >= connectionsMax) {
            connection.close();
            return;
        }
        Watch watch = new Watch();
        watches.put(connection, watch);
        arm(connection, watch);
        connection.closeHandler(closed -> {
            vertx.cancelTimer(watch.timer);
            watches.remove(connection);
        });
    }

    /**
     * To be called for each request before anything else handles it. Counts by the context's own end handlers: a response
     * holds one end handler and one close handler only, and the context takes both.
     */
    void begins(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        Watch watch = watches.get(connection);
        if (watch == null) {
            return;
        }
        watch.requests++;
        vertx.cancelTimer(watch.timer);
        context.addEndHandler(end -> {
            watch.requests--;
            if (watch.requests == 0) {
                arm(connection, watch);
            }
        });
    }

    private void arm(HttpConnection connection, Watch watch) {
        vertx.cancelTimer(watch.timer);
        watch.timer = vertx.setTimer(idleMillis, id -> connection.close());
    }
}
