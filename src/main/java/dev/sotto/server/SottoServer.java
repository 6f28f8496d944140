package dev.sotto.server;

import dev.sotto.api.auth.AccessRules;
import dev.sotto.api.auth.ApiKeyCache;
import dev.sotto.api.auth.OpenAccessPolicy;
import dev.sotto.api.http.HostRule;
import dev.sotto.api.http.HttpVerticle;
import dev.sotto.api.ui.WebPages;
import dev.sotto.bus.LocalCodec;
import dev.sotto.config.ServerConfig;
import dev.sotto.data.DataStores;
import dev.sotto.service.Backend;
import dev.sotto.service.JobServices.Stores;
import dev.sotto.whisper.slot.EngineLoad;
import dev.sotto.whisper.slot.ModelLoads;
import dev.sotto.worker.webhook.JobMessages;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A whole server in one object: start it, ask for its port, close it. The stores are opened first, then HTTP listens, so
 * that {@code /health} can say that the model loads; then the workers are deployed, and last those who take jobs. Several
 * may live in one process if their data folders differ.
 */
public final class SottoServer {
    private final Management management;
    private final Tracing tracing;
    private final Vertx vertx;
    private final ServerConfig config;
    private final Backend backend;
    private final Supplier<String> ids;
    private final String version;
    private final Function<Vertx, Future<?>> workers;
    private final Promise<Void> broken = Promise.promise();
    private volatile @Nullable Running running;
    private final OutboundFactory outside;
    private final WorkDrain drain = new WorkDrain();
    private volatile @Nullable DataStores stores;
    private volatile @Nullable Webhooks webhooks;

    private record Opened(Stores stores, ApiKeyCache keys) {}

    /** What of a server listens and works; the deployment is empty until it listens. */
    private record Running(
            HttpVerticle http, String deployment, JobWorkers jobs, Webhooks webhooks, HttpSurfaces surfaces) {}

    /**
     * What transcribes, behind the event bus.
     *
     * @param deployment deploys what answers on the bus; done when it does
     * @param engine how busy it is; answers at once, on any thread
     * @param models that came and went; answers at once, on any thread
     */
    public record Works(
            Backend backend,
            Function<Vertx, Future<?>> deployment,
            Supplier<EngineLoad> engine,
            Supplier<ModelLoads> models) {}

    /**
     * Prepares a server.
     *
     * @param ids unguessable, never the same twice
     */
    public SottoServer(ServerConfig config, Works works, Supplier<String> ids, String version) {
        this.management = new Management(config, works, version);
        this.vertx = management.vertx();
        this.config = config;
        this.outside = new OutboundFactory(config);
        this.backend = works.backend();
        this.ids = ids;
        this.version = version;
        this.workers = works.deployment();
        LocalCodec.registerAll(vertx.eventBus());
        this.tracing = new Tracing(vertx, config.traces(), version);
    }

    /**
     * Done when requests are answered. A server that failed to start is closed. Fails with {@link
     * dev.sotto.job.port.StoreException} if the data folder cannot be used.
     */
    public Future<SottoServer> start() {
        // Of no context: the event loops are gone when a failed start is reported.
        Promise<SottoServer> started = Promise.promise();
        Future<Opened> stored = vertx.executeBlocking(this::open);
        Future<?> contracts = vertx.executeBlocking(
                () -> {
                    HttpSurfaces.readContracts(config);
                    return (Void) null;
                },
                false);
        stored.compose(opened -> contracts.map(read -> opened))
                .compose(opened -> management
                        .deploy(
                                vertx,
                                Objects.requireNonNull(stores),
                                drain,
                                new HostRule(config.http(), opened.keys()::isOpen))
                        .compose(deployed -> listen(opened)))
                .compose(listening -> workers.apply(vertx)
                        .compose(ready -> listening.webhooks().deploy(vertx, ownPorts(listening.http())))
                        .compose(ready -> listening.jobs().deploy(vertx))
                        .onSuccess(ready -> drain.serves(limit -> {
                            listening.surfaces().drain();
                            return listening.jobs().drain(limit);
                        })))
                .onSuccess(deployed -> new LeftoverSweep(config, InstantSource.system()).start(vertx))
                .onComplete(deployed -> started.complete(this), e -> closeAll().onComplete(closed -> started.fail(e)));
        return started.future();
    }

    private Opened open() {
        JobMessages messages = new JobMessages(
                this::publicUrl,
                StoredResults::verboseJson,
                Dialects.MESSAGES,
                config.webhooks().bodyBytesMax());
        DataStores opened = DataStores.open(config, messages);
        stores = opened;
        AccessRules access = OpenAccessPolicy.rules(config, opened.keys(), InstantSource.system());
        Webhooks started = new Webhooks(opened, outside, version, management.deliveries());
        webhooks = started;
        Stores kept = new Stores(opened.access(), started.access(), opened.keys(), outside.fetchCheck());
        return new Opened(kept, new ApiKeyCache(access));
    }

    private Future<Running> listen(Opened opened) {
        DataStores data = Objects.requireNonNull(stores);
        StoreWatch watched = new StoreWatch(backend, data.database()::isLost, drain::isBegun);
        HttpSurfaces surfaces = new HttpSurfaces(watched, opened.stores(), config, version);
        HttpVerticle http = new HttpVerticle(
                config,
                surfaces,
                router -> WebPages.mount(router, Dialects.describedPrefixes(config.dialects())),
                opened.keys(),
                ids);
        ListenFault fault =
                new ListenFault("http", config.http().host(), config.http().port());
        return vertx.deployVerticle(http)
                .recover(fault::explained)
                .compose(id -> vertx.executeBlocking(() -> {
                    DataStores kept = Objects.requireNonNull(stores);
                    JobWorkers jobs = new JobWorkers(
                            vertx, kept, config, outside.fetcher(vertx, ownPorts(http), kept), broken::tryComplete);
                    Running listening = new Running(http, id, jobs, Objects.requireNonNull(webhooks), surfaces);
                    running = listening;
                    return listening;
                }));
    }

    private OutboundFactory.OwnPorts ownPorts(HttpVerticle http) {
        return new OutboundFactory.OwnPorts(http.port(), management.port());
    }

    /** While the server does not listen yet, the port of a free choice is unknown to webhooks of jobs that end then. */
    private String publicUrl() {
        Running listening = running;
        return PublicUrl.of(
                config.http(),
                listening == null ? config.http().port() : listening.http().port());
    }

    /** The port listened on, once started. */
    public int port() {
        Running listening = running;
        if (listening == null) {
            throw new IllegalStateException("not started");
        }
        return listening.http().port();
    }

    /** The port of health and metrics, once started; empty if the settings want none. */
    public OptionalInt managementPort() {
        return management.port();
    }

    public ServerConfig config() {
        return config;
    }

    /**
     * Done when the server can begin no work any more, because all that it runs hangs: the process should end, so that it is
     * started anew. Never done otherwise.
     */
    public Future<Void> broken() {
        return broken.future();
    }

    /**
     * Takes no more requests and jobs, waits for those that run as long as the settings allow, hands unfinished jobs back
     * with all that is finished of them, then closes everything.
     */
    public Future<Void> close() {
        management.stopping();
        Running listening = running;
        if (listening == null) {
            return closeAll();
        }
        // HTTP and the jobs first, alone: the requests that wait need the jobs, and these the workers.
        Promise<Void> closed = Promise.promise();
        Future.join(
                        vertx.undeploy(listening.deployment()),
                        // a fifth is left to answer the callers of jobs that are released
                        listening
                                .jobs()
                                .drain(config.http()
                                        .shutdownGrace()
                                        .multipliedBy(4)
                                        .dividedBy(5)))
                .onComplete(quiet -> closeAll().onComplete(closed));
        return closed.future();
    }

    private Future<Void> closeAll() {
        Promise<Void> closed = Promise.promise();
        vertx.close().onComplete(done -> {
            DataStores opened = stores;
            if (opened != null) {
                opened.close();
            }
            management.close();
            tracing.close();
            closed.handle(done);
        });
        return closed.future();
    }
}
