package dev.sotto.api.http;

import dev.sotto.config.ServerConfig;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets the pages of listed origins call, and refuses those of others. This server's own page is no other. */
final class CorsPolicy implements Handler<RoutingContext> {
    private static final int PREFLIGHT_SECONDS = 600;
    private static final Set<String> SENT = Set.of(
            "authorization",
            "content-type",
            "x-api-key",
            "idempotency-key",
            "last-event-id",
            "x-sotto-cancel-on-disconnect");
    private static final Set<String> SHOWN =
            Set.of(RequestIds.HEADER, JobHeaders.JOB_ID, JobHeaders.REPLAYED, "location", "retry-after");

    private static final Pattern NAME_AND_PORT = Pattern.compile("(\\[[^\\]]*]|[^:]*)(:\\d+)?");
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|\\d{1,3}(\\.\\d{1,3}){3}");

    private final CorsHandler others;
    private final Optional<String> publicAuthority;
    private final String boundHost;

    CorsPolicy(ServerConfig.Http http) {
        this.others = CorsHandler.create()
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE))
                .allowedHeaders(SENT)
                .exposedHeaders(SHOWN)
                .maxAgeSeconds(PREFLIGHT_SECONDS);
        others.addOrigins(List.copyOf(http.corsOrigins()));
        this.publicAuthority = http.publicUrl().map(URI::getRawAuthority);
        this.boundHost = http.host();
    }

    @Override
    public void handle(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && isOwn(origin, context.request().getHeader(HttpHeaders.HOST))) {
            context.next();
        } else {
            others.handle(context);
        }
    }

    /**
     * By the authority alone: what stands before this server may speak TLS for it. Where no public address is set, it is the
     * one that was called, unless that is a name which a stranger may have given this server's address.
     */
    boolean isOwn(String origin, @Nullable String host) {
        String authority = origin.substring(origin.indexOf("://") < 0 ? 0 : origin.indexOf("://") + 3);
        return publicAuthority.isPresent()
                ? publicAuthority.get().equals(authority)
                : authority.equals(host) && isNoStrangersName(authority);
    }

    private boolean isNoStrangersName(String authority) {
        Matcher parts = NAME_AND_PORT.matcher(authority);
        return parts.matches()
                && (ADDRESS.matcher(parts.group(1)).matches()
                        || parts.group(1).equals("localhost")
                        || parts.group(1).equalsIgnoreCase(boundHost));
    }
}
