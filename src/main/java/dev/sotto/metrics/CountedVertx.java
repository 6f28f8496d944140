package dev.sotto.metrics;

import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.DatagramSocketMetrics;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.HttpClientMetrics;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.TCPMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import org.jspecify.annotations.Nullable;

/** The metrics of one Vert.x, with the HTTP servers counted by {@link ActiveHttp}. Thread-safe. */
final class CountedVertx implements VertxMetrics {
    private final VertxMetrics other;
    private final ActiveHttp active;

    CountedVertx(VertxMetrics other, ActiveHttp active) {
        this.other = other;
        this.active = active;
    }

    @Override
    public @Nullable HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
            HttpServerOptions options, SocketAddress address) {
        HttpServerMetrics<?, ?, ?> server = other.createHttpServerMetrics(options, address);
        return server == null ? null : counted(server);
    }

    private <R, W, S> HttpServerMetrics<?, ?, ?> counted(HttpServerMetrics<R, W, S> server) {
        return new CountedHttpServer<>(server, active);
    }

    @Override
    public @Nullable EventBusMetrics<?> createEventBusMetrics() {
        return other.createEventBusMetrics();
    }

    @Override
    public @Nullable ClientMetrics<?, ?, ?> createClientMetrics(SocketAddress address, String type, String namespace) {
        return other.createClientMetrics(address, type, namespace);
    }

    @Override
    public @Nullable HttpClientMetrics<?, ?, ?> createHttpClientMetrics(HttpClientOptions options) {
        return other.createHttpClientMetrics(options);
    }

    @Override
    public @Nullable TCPMetrics<?> createNetServerMetrics(NetServerOptions options, SocketAddress address) {
        return other.createNetServerMetrics(options, address);
    }

    @Override
    public @Nullable TCPMetrics<?> createNetClientMetrics(NetClientOptions options) {
        return other.createNetClientMetrics(options);
    }

    @Override
    public @Nullable DatagramSocketMetrics createDatagramSocketMetrics(DatagramSocketOptions options) {
        return other.createDatagramSocketMetrics(options);
    }

    @Override
    public @Nullable PoolMetrics<?, ?> createPoolMetrics(String type, String name, int sizeMax) {
        return other.createPoolMetrics(type, name, sizeMax);
    }

    @Override
    public boolean isMetricsEnabled() {
        return other.isMetricsEnabled();
    }

    @Override
    public void vertxCreated(Vertx vertx) {
        other.vertxCreated(vertx);
    }

    @Override
    public void close() {
        other.close();
    }
}
