package dev.sotto.metrics;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;

/**
 * Counts what one HTTP server has open, and leaves everything else to another. Called on event loops.
 *
 * @param <R> what the other keeps of a request
 * @param <W> what it keeps of a WebSocket
 * @param <S> what it keeps of a connection
 */
final class CountedHttpServer<R, W, S> implements HttpServerMetrics<CountedHttpServer.Request<R>, W, S> {
    private final HttpServerMetrics<R, W, S> other;
    private final ActiveHttp active;

    CountedHttpServer(HttpServerMetrics<R, W, S> other, ActiveHttp active) {
        this.other = other;
        this.active = active;
    }

    @Override
    public S connected(SocketAddress remote, String name) {
        active.connected();
        return other.connected(remote, name);
    }

    @Override
    public void disconnected(S connection, SocketAddress remote) {
        active.disconnected();
        other.disconnected(connection, remote);
    }

    @Override
    public Request<R> requestBegin(S connection, HttpRequest request) {
        return begun(other.requestBegin(connection, request));
    }

    @Override
    public Request<R> responsePushed(S connection, HttpMethod method, String uri, HttpResponse response) {
        return begun(other.responsePushed(connection, method, uri, response));
    }

    private Request<R> begun(R request) {
        active.begun();
        return new Request<>(request);
    }

    @Override
    public void requestReset(Request<R> request) {
        end(request);
        other.requestReset(request.other);
    }

    @Override
    public void responseEnd(Request<R> request, HttpResponse response, long bytes) {
        if (!request.hasEnded) {
            active.responded(response.statusCode(), System.nanoTime() - request.sinceNanos);
        }
        end(request);
        other.responseEnd(request.other, response, bytes);
    }

    /** A request may be reset after its response has ended. */
    private void end(Request<R> request) {
        if (!request.hasEnded) {
            request.hasEnded = true;
            active.ended();
        }
    }

    @Override
    public void requestEnd(Request<R> request, HttpRequest content, long bytes) {
        other.requestEnd(request.other, content, bytes);
    }

    @Override
    public void responseBegin(Request<R> request, HttpResponse response) {
        other.responseBegin(request.other, response);
    }

    @Override
    public void requestRouted(Request<R> request, String route) {
        other.requestRouted(request.other, route);
    }

    @Override
    public W connected(S connection, Request<R> request, ServerWebSocket socket) {
        return other.connected(connection, request.other, socket);
    }

    @Override
    public void disconnected(W socket) {
        other.disconnected(socket);
    }

    @Override
    public void bytesRead(S connection, SocketAddress remote, long bytes) {
        other.bytesRead(connection, remote, bytes);
    }

    @Override
    public void bytesWritten(S connection, SocketAddress remote, long bytes) {
        other.bytesWritten(connection, remote, bytes);
    }

    @Override
    public void exceptionOccurred(S connection, SocketAddress remote, Throwable fault) {
        other.exceptionOccurred(connection, remote, fault);
    }

    @Override
    public void close() {
        other.close();
    }

    /** One request; a connection's event loop alone touches it. */
    static final class Request<R> {
        private final R other;
        private final long sinceNanos = System.nanoTime();
        private boolean hasEnded;

        private Request(R other) {
            this.other = other;
        }
    }
}
