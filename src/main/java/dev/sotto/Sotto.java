package dev.sotto;

import dev.sotto.api.Backend;
import dev.sotto.api.HttpVerticle;
import dev.sotto.bus.LocalCodec;
import dev.sotto.config.ServerConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A whole server in one object: start it, ask for its port, close it. HTTP listens first, so that {@code /health} can say
 * that the model loads; then the workers are deployed. Several may live in one process if their data folders differ.
 */
public final class Sotto {
    private final Vertx vertx;
    private final ServerConfig config;
    private final HttpVerticle http;
    private final Function<Vertx, Future<?>> workers;
    private volatile @Nullable String httpDeployment;

    /**
     * Prepares a server.
     *
     * @param workers deploys what answers on the event bus; done when it does
     * @param ids unguessable, never the same twice
     */
    public Sotto(
            ServerConfig config,
            Backend backend,
            Function<Vertx, Future<?>> workers,
            Supplier<String> ids,
            String version) {
        this.vertx = Vertx.vertx(new VertxOptions());
        this.config = config;
        this.http = new HttpVerticle(config, backend, ids, version);
        this.workers = workers;
        LocalCodec.registerAll(vertx.eventBus());
    }

    /** Done when requests are answered. A server that failed to start is closed. */
    public Future<Sotto> start() {
        // Of no context: the event loops are gone when a failed start is told.
        Promise<Sotto> started = Promise.promise();
        vertx.deployVerticle(http)
                .compose(id -> {
                    httpDeployment = id;
                    return workers.apply(vertx);
                })
                .onComplete(
                        deployed -> started.complete(this), e -> vertx.close().onComplete(closed -> started.fail(e)));
        return started.future();
    }

    /** The port listened on, once started. */
    public int port() {
        return http.port();
    }

    public ServerConfig config() {
        return config;
    }

    /** Takes no more requests, waits for those that run as long as the settings allow, then closes everything. */
    public Future<Void> close() {
        String deployed = httpDeployment;
        if (deployed == null) {
            return vertx.close();
        }
        // HTTP first, alone: the requests that it waits for need the workers. Of no context, as in start.
        Promise<Void> closed = Promise.promise();
        vertx.undeploy(deployed).onComplete(quiet -> vertx.close().onComplete(closed));
        return closed.future();
    }
}
