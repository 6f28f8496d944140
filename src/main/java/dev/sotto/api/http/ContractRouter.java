package dev.sotto.api.http;

import dev.sotto.api.auth.AuthHandler;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes the routes of a surface from its contract. An operation that nobody handles, or a handler without operation, stops the start. */
final class ContractRouter {
    /** Key of the methods that the path of a request knows. */
    static final String ALLOWED_METHODS = "sotto.allowed-methods";

    private final Vertx vertx;
    private final Surface surface;
    private final Map<String, Handler<RoutingContext>> handlers;
    private final Map<String, Set<String>> methods = new LinkedHashMap<>();

    /** @param auth stands before every operation */
    ContractRouter(Vertx vertx, Surface surface, AuthHandler auth) {
        this.vertx = vertx;
        this.surface = surface;
        Map<String, Handler<RoutingContext>> guarded = new LinkedHashMap<>(surface.operations());
        guarded.replaceAll((operation, handler) -> switch (surface.access(operation)) {
            case EVERYBODY -> handler;
            case LINK -> auth.guardLink(handler);
            case KEY -> auth.guard(surface.keyHeaders(), handler);
            case ADMIN -> auth.guardAdmin(surface.keyHeaders(), handler);
            case KEY_WITH_AUDIO_QUOTA -> auth.guardAudio(surface.keyHeaders(), handler);
            case KEY_FOR_WEBHOOK -> auth.guardWebhook(surface.keyHeaders(), handler);
        });
        ErrorShape errors = surface.errors();
        guarded.replaceAll((operation, handler) -> context -> {
            ErrorHandler.use(context, errors);
            handler.handle(context);
        });
        this.handlers = Map.copyOf(guarded);
    }

    Router create() {
        OpenAPIContract contract = RoutableContract.of(surface.contract());
        checkBindings(contract);
        RouterBuilder builder = RouterBuilder.create(vertx, contract);
        for (Operation operation : contract.operations()) {
            OpenAPIRoute route = builder.getRoute(operation.getOperationId());
            // Nothing here has a body that the contract's validator may see: it damages binary parts.
            route.setDoValidation(false).addHandler(handlers.get(operation.getOperationId()));
        }
        Router router = builder.createRouter();
        contract.operations().forEach(operation -> addMethods(router, operation));
        return router;
    }

    /** Errors of whatever method have the surface's shape on its paths. To be called once created, for the router of all. */
    void shapeErrors(Router all) {
        if (!surface.prefix().isEmpty()) {
            shapeErrors(all, surface.prefix() + "/*");
        }
        methods.keySet().forEach(path -> shapeErrors(all, path));
    }

    private void shapeErrors(Router all, String path) {
        all.route(path).handler(context -> {
            ErrorHandler.use(context, surface.errors());
            surface.arrived(context);
            context.next();
        });
    }

    /** The methods of each path, as routes of the router of all spell it: HEAD where there is GET, OPTIONS everywhere. */
    Map<String, Set<String>> methods() {
        return methods;
    }

    /** Puts a surface behind those that the router of all has. */
    void mount(Router all, Router own) {
        if (surface.prefix().isEmpty()) {
            all.route().subRouter(own);
        } else {
            all.route(surface.prefix()).handler(this::endWithSlash);
            all.route(surface.prefix() + "/*").subRouter(own);
        }
    }

    /** What a page loads is named from its folder on, so the address of a prefix ends with a slash. */
    private void endWithSlash(RoutingContext context) {
        String index = surface.prefix() + "/";
        if (!methods.containsKey(index)
                || String.valueOf(context.request().path()).endsWith("/")) {
            context.next();
            return;
        }
        String query = context.request().query();
        context.response()
                .setStatusCode(307)
                .putHeader(HttpHeaders.LOCATION, query == null ? index : index + "?" + query)
                .end();
    }

    /**
     * Of paths that several surfaces may share: OPTIONS everywhere, and 405 for the methods that none of them has.
     *
     * @param all has all surfaces by now
     */
    static void refuseOtherMethods(Router all, List<ContractRouter> contracts) {
        Map<String, Set<String>> together = new LinkedHashMap<>();
        contracts.forEach(contract -> contract.methods()
                .forEach((path, own) ->
                        together.computeIfAbsent(path, first -> new TreeSet<>()).addAll(own)));
        together.forEach((path, allowed) -> {
            all.options(path).handler(context -> context.response()
                    .putHeader(HttpHeaders.ALLOW, String.join(", ", allowed))
                    .setStatusCode(204)
                    .end());
            all.route(path).handler(context -> {
                context.put(ALLOWED_METHODS, allowed);
                if (allowed.contains(context.request().method().name())) {
                    context.next(); // left to the pages
                } else {
                    context.fail(405);
                }
            });
        });
    }

    private void addMethods(Router router, Operation operation) {
        String path = routePath(operation.getAbsoluteOpenAPIPath());
        Set<String> known = methods.computeIfAbsent(surface.prefix() + path, first -> new TreeSet<>());
        known.add(HttpMethod.OPTIONS.name());
        known.add(operation.getHttpMethod().name());
        if (operation.getHttpMethod().equals(HttpMethod.GET)) {
            known.add(HttpMethod.HEAD.name());
            router.head(path).handler(handlers.get(operation.getOperationId()));
        }
    }

    private static String routePath(String openApiPath) {
        return openApiPath.replace('{', ':').replace("}", "");
    }

    private void checkBindings(OpenAPIContract contract) {
        List<String> operations =
                contract.operations().stream().map(Operation::getOperationId).toList();
        Set<String> unbound = new TreeSet<>(operations);
        unbound.removeAll(handlers.keySet());
        Set<String> unknown = new TreeSet<>(handlers.keySet());
        operations.forEach(unknown::remove);
        if (!unbound.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalStateException(
                    "contract and handlers of the surface %s differ: operations without handler %s, handlers without operation %s"
                            .formatted(surface.name(), unbound, unknown));
        }
    }
}
