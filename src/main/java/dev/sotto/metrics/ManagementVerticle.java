package dev.sotto.metrics;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobNews;
import dev.sotto.bus.SingleFlight;
import dev.sotto.bus.UploadNews;
import dev.sotto.connection.ConnectionGuard;
import dev.sotto.connection.ConnectionLimits;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.job.port.JobCounts;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the management port: {@code /health/live}, {@code /health/started}, {@code /health/ready} and {@code /metrics},
 * which whoever reaches the port may read, and {@code /drain} for the machine itself.
 */
public final class ManagementVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementVerticle.class);
    private static final long CHECK_MILLIS_MAX = 2_000;
    private static final long COUNT_EVERY_MILLIS = 5_000;

    private final HttpServerOptions listening;
    private final ConnectionLimits limits;
    private final Function<HttpServerRequest, Optional<Fault>> refusal;
    private final Meters meters;
    private final HealthSources sources;
    private final Callable<JobCounts> counts;
    private @Nullable HttpServer server;

    /**
     * Where it listens, and to whom.
     *
     * @param port 0 takes any free one
     * @param limits of its connections
     * @param refusal why a request is not answered, if it is not; answers at once
     */
    public record Listener(
            String host, int port, ConnectionLimits limits, Function<HttpServerRequest, Optional<Fault>> refusal) {}

    /**
     * Listens on nothing yet.
     *
     * @param counts the queue in numbers; may block
     */
    public ManagementVerticle(Listener listener, Meters meters, HealthSources sources, Callable<JobCounts> counts) {
        this.listening = new HttpServerOptions()
                .setHost(listener.host())
                .setPort(listener.port())
                .setHttp2ClearTextEnabled(false); // it has no Host header
        this.limits = listener.limits();
        this.refusal = listener.refusal();
        this.meters = meters;
        this.sources = sources;
        this.counts = counts;
    }

    /** The port listened on; known once started. */
    public int port() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server.actualPort();
    }

    @Override
    public Future<?> start() {
        vertx.eventBus().<JobNews>localConsumer(Addresses.JOB_NEWS, message -> meters.jobs()
                .record(message.body()));
        vertx.eventBus().<UploadNews>localConsumer(Addresses.UPLOAD_NEWS, message -> meters.edges()
                .record(message.body()));
        SingleFlight<JobCounts> counting = new SingleFlight<>(this::count);
        meters.lag().watch(vertx);
        vertx.setPeriodic(1, COUNT_EVERY_MILLIS, id -> counting.ask());
        HealthChecks live = HealthChecks.create(vertx).register("event-loop", promise -> promise.complete(Status.OK()));
        HealthChecks started = HealthChecks.create(vertx).register("engine", promise -> promise.complete(engine()));
        HealthChecks ready = readiness();
        DrainEndpoint drain = new DrainEndpoint(sources.drain());
        ConnectionGuard guard = new ConnectionGuard(vertx, limits);
        guard.start();
        return vertx.createHttpServer(listening)
                .connectionHandler(guard::opened)
                .requestHandler(request -> guard.admit(request, whenEnded(request), () -> {
                    Optional<Fault> refused = refusal.apply(request);
                    if (refused.isPresent()) {
                        refuse(request, refused.get());
                        return;
                    }
                    switch (String.valueOf(request.path())) {
                        case "/health/live" -> answer(request, live);
                        case "/health/started" -> answer(request, started);
                        case "/health/ready" -> answer(request, ready);
                        case "/metrics" -> scrape(request);
                        case DrainEndpoint.PATH -> drain.handle(request);
                        default -> request.response().setStatusCode(404).end();
                    }
                }))
                .listen()
                .onSuccess(opened -> server = opened);
    }

    private static Consumer<Runnable> whenEnded(HttpServerRequest request) {
        return action -> request.response().endHandler(ended -> action.run());
    }

    private HealthChecks readiness() {
        SingleFlight<Status> store = new SingleFlight<>(this::store);
        SingleFlight<Status> disk = new SingleFlight<>(() -> vertx.executeBlocking(this::disk, false));
        return HealthChecks.create(vertx)
                .register("engine", promise -> promise.complete(engine()))
                .register(
                        "not-stopping",
                        promise -> promise.complete(sources.isStopping().getAsBoolean() ? Status.KO() : Status.OK()))
                .register("not-draining", promise -> promise.complete(isTakingJobs() ? Status.OK() : Status.KO()))
                .register("store", CHECK_MILLIS_MAX, promise -> store.ask()
                        .onComplete(promise::tryComplete, promise::tryFail))
                .register("disk", CHECK_MILLIS_MAX, promise -> disk.ask()
                        .onComplete(promise::tryComplete, promise::tryFail));
    }

    private Future<Status> store() {
        return vertx.executeBlocking(sources.store(), false)
                .map(asked -> Status.OK())
                .onFailure(e -> LOG.warn("the job store does not answer: {}", e.toString()))
                .otherwise(e -> Status.KO());
    }

    private boolean isTakingJobs() {
        Drain.State state = sources.drain().status().state();
        return state != Drain.State.DRAINING && state != Drain.State.DRAINED;
    }

    private Status engine() {
        return sources.isEngineLoaded().getAsBoolean() ? Status.OK() : Status.KO();
    }

    private Status disk() {
        double free = Disk.freeBytes(sources.dataFolder());
        boolean isUsable = free >= sources.freeBytesMin() && Disk.isWritable(sources.dataFolder());
        Status status = isUsable ? Status.OK() : Status.KO();
        return status.setData(new JsonObject().put("free_bytes", Double.isNaN(free) ? null : (long) free));
    }

    private Future<JobCounts> count() {
        return vertx.executeBlocking(counts, false)
                .onSuccess(now -> {
                    meters.jobs().counted(now);
                    meters.edges().counted(now);
                })
                .onFailure(e -> LOG.warn("cannot count the queue: {}", e.toString()));
    }

    private static void answer(HttpServerRequest request, HealthChecks checks) {
        if (isRefused(request)) {
            return;
        }
        Future<CheckResult> checked = checks.checkStatus();
        checked.onComplete(done -> {
            boolean isUp = CheckResult.isUp(checked);
            JsonArray list = new JsonArray();
            if (checked.succeeded()) {
                Optional.ofNullable(checked.result().getChecks())
                        .ifPresent(results -> results.forEach(result -> list.add(one(result))));
            }
            JsonObject body =
                    new JsonObject().put("status", isUp ? "up" : "down").put("checks", list);
            request.response()
                    .setStatusCode(isUp ? 200 : 503)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(body.toBuffer());
        });
    }

    private static JsonObject one(CheckResult result) {
        JsonObject check =
                new JsonObject().put("id", result.getId()).put("status", CheckResult.isUp(result) ? "up" : "down");
        if (result.getData() != null) {
            check.put("data", result.getData());
        }
        return check;
    }

    private void scrape(HttpServerRequest request) {
        if (isRefused(request)) {
            return;
        }
        vertx.executeBlocking(meters::text, false)
                .onSuccess(text -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                        .end(text))
                .onFailure(e -> {
                    LOG.error("cannot write the metrics", e);
                    request.response().setStatusCode(500).end();
                });
    }

    private static void refuse(HttpServerRequest request, Fault fault) {
        request.response()
                .setStatusCode(fault.code() == FaultCode.MALFORMED_REQUEST ? 400 : 403)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(fault.message() + "\n");
    }

    private static boolean isRefused(HttpServerRequest request) {
        boolean isRead =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (!isRead) {
            request.response()
                    .putHeader(HttpHeaders.ALLOW, "GET, HEAD")
                    .setStatusCode(405)
                    .end();
        }
        return !isRead;
    }
}
