package dev.sotto.server;

import dev.sotto.api.http.HostRule;
import dev.sotto.config.ServerConfig;
import dev.sotto.connection.ConnectionLimits;
import dev.sotto.data.DataStores;
import dev.sotto.metrics.HealthSources;
import dev.sotto.metrics.ManagementVerticle;
import dev.sotto.metrics.Meters;
import dev.sotto.server.SottoServer.Works;
import dev.sotto.service.Backend;
import dev.sotto.webhook.deliver.DeliveryListener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The management port of one server, if the settings want one; without it nothing is counted. */
final class Management {
    /** Probes and collectors of metrics are few. */
    private static final int CONNECTIONS_MAX = 256;

    private final ServerConfig config;
    private final Backend backend;
    private final Optional<Meters> meters;
    private volatile boolean isStopping;
    private volatile @Nullable ManagementVerticle verticle;

    Management(ServerConfig config, Works works, String version) {
        this.config = config;
        this.backend = works.backend();
        this.meters = config.management().port().isPresent()
                ? Optional.of(new Meters(config.data().folder(), version, works.engine(), works.models()))
                : Optional.empty();
    }

    Vertx vertx() {
        return meters.map(Meters::vertx).orElseGet(() -> Vertx.vertx(new VertxOptions()));
    }

    /** Counts attempts at webhooks. */
    DeliveryListener deliveries() {
        return (attempt, endpoint) ->
                meters.ifPresent(counting -> counting.edges().attempted(attempt, endpoint));
    }

    /**
     * To be done before the model loads, so that somebody can see that it does.
     *
     * @param hosts judges requests, as on the API port
     */
    Future<?> deploy(Vertx vertx, DataStores stores, WorkDrain drain, HostRule hosts) {
        if (meters.isEmpty()) {
            return Future.succeededFuture();
        }
        HealthSources sources = new HealthSources(
                backend::isReady,
                () -> isStopping,
                drain,
                () -> stores.jobs().maintenance().sweep("", 0),
                config.data().folder(),
                config.http().upload().freeBytesMin());
        ManagementVerticle listening = new ManagementVerticle(
                new ManagementVerticle.Listener(
                        config.management().host(),
                        config.management().port().getAsInt(),
                        new ConnectionLimits(
                                CONNECTIONS_MAX,
                                config.http().idleTimeout(),
                                config.http().writeTimeout()),
                        request -> HostRule.malformed(request).or(() -> hosts.refusal(request))),
                meters.get(),
                sources,
                () -> stores.jobs().maintenance().counts());
        verticle = listening;
        ListenFault fault = new ListenFault(
                "management",
                config.management().host(),
                config.management().port().getAsInt());
        return vertx.deployVerticle(listening).recover(fault::explained);
    }

    /** Readiness says no from now on. */
    void stopping() {
        isStopping = true;
    }

    OptionalInt port() {
        ManagementVerticle listening = verticle;
        return listening == null ? OptionalInt.empty() : OptionalInt.of(listening.port());
    }

    void close() {
        meters.ifPresent(Meters::close);
    }
}
