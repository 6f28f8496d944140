package dev.sotto.api.http;

import dev.sotto.api.upload.BodyDrain;
import dev.sotto.config.ServerConfig;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets the pages of listed origins call, and refuses those of others: without a list, what they would change here; with
 * one, everything. This server's own page is no other. Programs say no origin and go on.
 */
final class CorsPolicy implements Handler<RoutingContext> {
    private static final int PREFLIGHT_SECONDS = 600;
    private static final String SITE = "sec-fetch-site";
    /** Of browsers, which do not let pages write it: the page is this server's own, or a person typed the address. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> SHOWN =
            Set.of(RequestIds.HEADER, JobHeaders.JOB_ID, JobHeaders.REPLAYED, "location", "retry-after");

    private final Vertx vertx;
    private final boolean hasList;
    private final CorsHandler others;
    private final Optional<String> publicAuthority;
    private final HostRule hosts;

    CorsPolicy(Vertx vertx, ServerConfig.Http http, HostRule hosts) {
        this.vertx = vertx;
        this.hasList = !http.corsOrigins().isEmpty();
        // No list of headers: whichever a listed page asks for is allowed. Client libraries keep adding some.
        this.others = CorsHandler.create()
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE))
                .exposedHeaders(SHOWN)
                .maxAgeSeconds(PREFLIGHT_SECONDS)
                .allowPrivateNetwork(true); // Chrome asks before a public page calls this machine or its network
        for (String origin : http.corsOrigins()) {
            // Of the schemes of apps and extensions, Vert.x would refuse most.
            if (origin.startsWith("http")) {
                others.addOrigin(origin);
            } else {
                others.addOriginWithRegex("(?i)" + Pattern.quote(origin));
            }
        }
        this.publicAuthority = http.publicUrl().map(URI::getRawAuthority);
        this.hosts = hosts;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        // Several are one that no page of this server has.
        Optional<String> origin =
                request.headers().getAll(HttpHeaders.ORIGIN).stream().reduce((first, second) -> first + ", " + second);
        Optional<String> site = Optional.ofNullable(request.getHeader(SITE));
        Optional<String> host = Optional.ofNullable(request.getHeader(HttpHeaders.HOST));
        if (isOwn(origin, site, host)) {
            context.next();
        } else if (hasList && origin.isPresent()) {
            others.handle(context);
        } else if (SAFE_METHODS.contains(request.method())) {
            context.next();
        } else {
            BodyDrain.discard(vertx, request);
            context.fail(403);
        }
    }

    /**
     * Whether a request comes from a page of this server, or from no page. An origin is compared by its authority alone, since
     * what stands before this server may speak TLS for it.
     */
    boolean isOwn(Optional<String> origin, Optional<String> site, Optional<String> host) {
        Optional<String> authority =
                origin.map(text -> text.substring(text.indexOf("://") < 0 ? 0 : text.indexOf("://") + 3));
        if (authority.isPresent() && authority.equals(publicAuthority)) {
            return true;
        }
        if (site.isPresent()) {
            return OWN_SITES.contains(site.get()) && (authority.isEmpty() || hosts.isAnswered(host.orElse(null)));
        }
        return authority.isEmpty()
                || (host.filter(authority.get()::equalsIgnoreCase).isPresent() && hosts.isAnswered(host.get()));
    }
}
