package dev.sotto.api;

import dev.sotto.api.upload.UploadFolder;
import dev.sotto.config.ServerConfig;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Listens on the API port. One instance, one event loop: what blocks does so elsewhere. */
public final class HttpVerticle extends VerticleBase {
    private static final String CONTRACT = "openapi.yaml";
    private static final int REQUEST_LINE_CHARS_MAX = 4 * 1024;
    private static final int HEADER_BYTES_MAX = 16 * 1024;

    private final ServerConfig config;
    private final Backend backend;
    private final ApiStores stores;
    private final KeyWatch keys;
    private final Supplier<String> ids;
    private final String version;
    private @Nullable HttpServer server;
    private @Nullable UploadFolder folder;
    private @Nullable JobEvents events;
    private @Nullable JobWaiter waiter;

    /**
     * @param ids unguessable, never the same twice: request ids and names of uploads
     * @param version told by {@code /health}
     */
    public HttpVerticle(ServerConfig config, Backend backend, ApiStores stores, Supplier<String> ids, String version) {
        this.config = config;
        this.backend = backend;
        this.stores = stores;
        this.keys = new KeyWatch(stores.access());
        this.ids = ids;
        this.version = version;
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
        return vertx.executeBlocking(
                        () -> UploadFolder.open(config.data().folder().resolve("uploads"), ids))
                .compose(opened -> {
                    folder = opened;
                    ApiParts parts = ApiParts.of(vertx, backend, stores, opened, config);
                    ConnectionGuard guard = new ConnectionGuard(
                            vertx, config.http().connectionsMax(), config.http().idleTimeout());
                    return Future.all(parts.watch().start(vertx), keys.start(vertx))
                            .compose(ready -> OpenAPIContract.from(vertx, CONTRACT))
                            .compose(contract -> listen(router(contract, parts, guard), guard));
                });
    }

    private Future<HttpServer> listen(Router router, ConnectionGuard guard) {
        ServerConfig.Http http = config.http();
        HttpServerOptions options = new HttpServerOptions()
                .setHost(http.host())
                .setPort(http.port())
                .setTcpKeepAlive(true)
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(REQUEST_LINE_CHARS_MAX)
                .setMaxHeaderSize(HEADER_BYTES_MAX);
        return vertx.createHttpServer(options)
                .connectionHandler(guard::opened)
                .invalidRequestHandler(this::answerInvalid)
                .requestHandler(request -> route(request, router))
                .listen()
                .onSuccess(listening -> server = listening);
    }

    private Router router(OpenAPIContract contract, ApiParts parts, ConnectionGuard guard) {
        Router router = Router.router(vertx);
        router.route().handler(context -> {
            guard.begins(context);
            context.next();
        });
        router.route().handler(new RequestIds(ids));
        if (config.http().logRequests()) {
            router.route().handler(new RequestLog());
        }
        router.route().handler(new PathCheck());
        if (!config.http().corsOrigins().isEmpty()) {
            router.route().handler(new OtherOrigins(config.http()));
        }
        router.route().subRouter(new ApiRouter(vertx, contract, handlers(parts)).create());
        WebPages.mount(router);
        router.route().failureHandler(Errors::answer);
        for (int status : new int[] {400, 404, 405, 500}) {
            router.errorHandler(status, Errors::answer);
        }
        return router;
    }

    private Map<String, Handler<RoutingContext>> handlers(ApiParts parts) {
        JobWaiter waiting = new JobWaiter(parts);
        JobEvents streams = new JobEvents(parts);
        streams.start();
        waiter = waiting;
        events = streams;
        TranscriptionEndpoint transcriptions = new TranscriptionEndpoint(parts, waiting);
        JobsEndpoint transcriptionJobs = new JobsEndpoint(parts);
        WebhooksEndpoint webhooks = new WebhooksEndpoint(parts);
        ModelsEndpoint models = new ModelsEndpoint(backend);
        HealthEndpoint health =
                new HealthEndpoint(backend, version, config.models().defaultModel());
        Map<String, Handler<RoutingContext>> handlers = new LinkedHashMap<>();
        handlers.put("createTranscription", transcriptions::transcribe);
        handlers.put("createTranslation", transcriptions::translate);
        handlers.put("createJob", transcriptionJobs::create);
        handlers.put("listJobs", transcriptionJobs::list);
        handlers.put("retrieveJob", transcriptionJobs::get);
        handlers.put("retrieveJobResult", transcriptionJobs::result);
        handlers.put("streamJobEvents", streams::stream);
        handlers.put("cancelJob", transcriptionJobs::cancel);
        handlers.put("retryJob", transcriptionJobs::retry);
        handlers.put("deleteJob", transcriptionJobs::delete);
        webhooks.addTo(handlers);
        handlers.put("listModels", models::list);
        handlers.put("retrieveModel", models::retrieve);
        handlers.put("health", health::health);
        handlers.put("contract", context -> context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .sendFile(CONTRACT)
                .onFailure(context::fail));
        AccessGate gate = new AccessGate(vertx, stores.access(), keys);
        handlers.replaceAll(gate::guard);
        return handlers;
    }

    private void route(HttpServerRequest request, Router router) {
        if (isOfUnknownCoding(request)) {
            refuse(request, ApiError.badRequest(400, "The request's Transfer-Encoding is unknown; expected chunked."));
        } else {
            router.handle(request);
        }
    }

    /** A proxy in front may know the coding, and see the end of the body elsewhere. */
    private static boolean isOfUnknownCoding(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.TRANSFER_ENCODING).stream()
                .anyMatch(coding -> !coding.equalsIgnoreCase("chunked"));
    }

    /** Requests that are not even HTTP never reach the router. */
    private void answerInvalid(HttpServerRequest request) {
        refuse(request, invalid(String.valueOf(request.decoderResult())));
    }

    /** Nothing that comes behind such a request on its connection is read. */
    private void refuse(HttpServerRequest request, ApiError error) {
        request.response().putHeader(RequestIds.HEADER, "req_" + ids.get());
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        Errors.send(request.response(), error);
        request.connection().close();
    }

    /** @param detail with the class of the decoder's exception */
    private static ApiError invalid(String detail) {
        if (detail.contains("TooLongHttpLine")) {
            return ApiError.badRequest(414, "The request's address is longer than this server takes.");
        }
        return detail.contains("TooLongHttpHeader")
                ? ApiError.badRequest(431, "The request's headers are longer than this server takes.")
                : ApiError.badRequest(400, "The request is not valid HTTP.");
    }

    @Override
    public Future<?> stop() {
        if (events != null) {
            events.close();
        }
        if (waiter != null) {
            waiter.close();
        }
        Future<?> silent = server == null
                ? Future.succeededFuture()
                : server.shutdown(config.http().shutdownGrace().toMillis(), TimeUnit.MILLISECONDS);
        return silent.eventually(() -> vertx.executeBlocking(() -> {
            if (folder != null) {
                folder.close();
            }
            return (Void) null;
        }));
    }
}
