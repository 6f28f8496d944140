package dev.sotto.api.http;

import dev.sotto.api.auth.AccessRules;
import dev.sotto.api.auth.ApiKeyCache;
import dev.sotto.api.auth.AuthHandler;
import dev.sotto.api.upload.BodyDrain;
import dev.sotto.api.upload.UploadFolder;
import dev.sotto.api.upload.UploadReader;
import dev.sotto.config.ServerConfig;
import dev.sotto.connection.ConnectionGuard;
import dev.sotto.connection.ConnectionLimits;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Listens on the API port. One instance, one event loop: what blocks does so elsewhere. */
public final class HttpVerticle extends VerticleBase {
    private static final int REQUEST_LINE_CHARS_MAX = 4 * 1024;
    private static final int HEADER_BYTES_MAX = 16 * 1024;
    /** Nothing here reads a body of theirs: it may come, but not without end. */
    private static final Set<HttpMethod> HAVE_NO_BODY =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.DELETE);

    private final ServerConfig config;
    private final SurfaceFactory factory;
    private final Consumer<Router> pages;
    private final AccessRules access;
    private final ApiKeyCache keys;
    private final Supplier<String> ids;
    private final RequestCounts counts = new RequestCounts();
    private List<Surface> surfaces = List.of();
    private @Nullable HttpServer server;
    private @Nullable UploadFolder folder;

    /**
     * @param pages mounts what is for people, behind all surfaces
     * @param keys read anew while this runs
     * @param ids unguessable, never the same twice: request ids and names of uploads
     */
    public HttpVerticle(
            ServerConfig config,
            SurfaceFactory factory,
            Consumer<Router> pages,
            ApiKeyCache keys,
            Supplier<String> ids) {
        this.config = config;
        this.factory = factory;
        this.pages = pages;
        this.access = keys.rules();
        this.keys = keys;
        this.ids = ids;
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
                    UploadReader uploads =
                            new UploadReader(vertx, opened, config.http().upload());
                    return Future.all(
                                    factory.open(new HttpParts(vertx, opened, uploads, counts, access.clock())),
                                    keys.start(vertx))
                            .<List<Surface>>map(ready -> ready.resultAt(0));
                })
                .compose(opened -> {
                    surfaces = opened;
                    ConnectionGuard guard = new ConnectionGuard(vertx, limits(config.http()));
                    guard.start();
                    return listen(router(guard), guard);
                });
    }

    private static ConnectionLimits limits(ServerConfig.Http http) {
        return new ConnectionLimits(http.connectionsMax(), http.idleTimeout(), http.writeTimeout());
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

    private Router router(ConnectionGuard guard) {
        Router router = Router.router(vertx);
        router.route()
                .handler(context -> guard.admit(
                        context.request(), whenEnded -> context.addEndHandler(end -> whenEnded.run()), context::next));
        router.route().handler(new RequestIds(ids));
        if (config.http().logRequests()) {
            router.route().handler(new RequestLog());
        }
        router.route().handler(counts);
        router.route().handler(new MalformedPathHandler());
        AuthHandler auth = new AuthHandler(vertx, access, keys);
        List<ContractRouter> contracts = surfaces.stream()
                .map(surface -> new ContractRouter(vertx, surface, auth))
                .toList();
        List<Router> routers = contracts.stream().map(ContractRouter::create).toList();
        contracts.forEach(contract -> contract.shapeErrors(router));
        HostRule hosts = new HostRule(config.http(), keys::isOpen);
        router.route().handler(new HostHandler(vertx, hosts));
        router.route().handler(new CorsPolicy(vertx, config.http(), hosts));
        for (int i = 0; i < contracts.size(); i++) {
            contracts.get(i).mount(router, routers.get(i));
        }
        ContractRouter.refuseOtherMethods(router, contracts);
        pages.accept(router);
        router.route().failureHandler(ErrorHandler::answer);
        for (int status : new int[] {400, 404, 405, 500}) {
            router.errorHandler(status, ErrorHandler::answer);
        }
        return router;
    }

    private void route(HttpServerRequest request, Router router) {
        Optional<Fault> malformed = isOfUnknownCoding(request)
                ? Optional.of(HttpFaults.malformed("The request's Transfer-Encoding is unknown; expected chunked."))
                : HostRule.malformed(request);
        malformed.ifPresentOrElse(fault -> refuse(request, fault), () -> {
            if (HAVE_NO_BODY.contains(request.method()) && isBodySent(request)) {
                BodyDrain.discard(vertx, request);
            }
            router.handle(request);
        });
    }

    private static boolean isBodySent(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
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
    private void refuse(HttpServerRequest request, Fault fault) {
        request.response().putHeader(RequestIds.HEADER, "req_" + ids.get());
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        ErrorHandler.send(request.response(), fault);
        request.connection().close();
    }

    /** @param detail with the class of the decoder's exception */
    private static Fault invalid(String detail) {
        if (detail.contains("TooLongHttpLine")) {
            return Fault.of(FaultCode.URL_TOO_LONG, "The request's address is longer than this server accepts.");
        }
        return detail.contains("TooLongHttpHeader")
                ? Fault.of(FaultCode.HEADERS_TOO_LONG, "The request's headers are longer than this server accepts.")
                : HttpFaults.malformed("The request is not valid HTTP.");
    }

    @Override
    public Future<?> stop() {
        surfaces.forEach(Surface::close);
        factory.close();
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
