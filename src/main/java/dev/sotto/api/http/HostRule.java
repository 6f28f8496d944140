package dev.sotto.api.http;

import dev.sotto.config.ServerConfig;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which names a server may be called by. A page of any site can have its own name resolve to this server (DNS rebinding) and
 * then read what it answers, as if the server were the site. Only the name in the request tells, so while nobody needs a key
 * every other name than those of the settings is refused. An address cannot be rebound, so each is taken. Thread-safe.
 */
public final class HostRule {
    private static final int SHOWN_CHARS_MAX = 100;
    /** In place of a Host that is empty: it is no name of this server. */
    private static final String NOBODY = "()";

    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]/@\\s]*]|[^:\\[\\]/@\\s]*)(?::\\d{0,5})?");
    private static final Pattern ADDRESS = Pattern.compile("\\[[0-9a-f.]*:[0-9a-f:.]*(%.*)?]|\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://([^/?#]*).*", Pattern.DOTALL);
    private static final Pattern FORWARDED = Pattern.compile("(?i)(?:^|[;,\\s])host\\s*=\\s*\"?([^\";,]*)");

    private final List<String> names;
    private final BooleanSupplier isOpen;

    /** @param isOpen whether anybody may use the server now, without a key */
    public HostRule(ServerConfig.Http http, BooleanSupplier isOpen) {
        this.names = Stream.concat(
                        Stream.concat(Stream.of(http.host()), http.publicUrl().map(URI::getHost).stream()),
                        http.allowedHosts().stream())
                .map(HostRule::plain)
                .toList();
        this.isOpen = isOpen;
    }

    /** Requests that name two hosts, or none where there has to be one: who stands before this server may have read another. */
    public static Optional<Fault> malformed(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        if (hosts.size() > 1) {
            return Optional.of(
                    HttpFaults.malformed("The request has %d Host headers; expected one.".formatted(hosts.size())));
        }
        return hosts.isEmpty() && request.version() != HttpVersion.HTTP_1_0
                ? Optional.of(HttpFaults.malformed("The request has no Host header; expected one."))
                : Optional.empty();
    }

    /** Why a request by this name is refused now; empty if it is answered. */
    public Optional<Fault> refusal(HttpServerRequest request) {
        return isOpen.getAsBoolean()
                ? named(request).filter(host -> !isOwn(host)).findFirst().map(HostRule::foreign)
                : Optional.empty();
    }

    /** By its own name; or by any while a key is needed, which a stranger's page does not have. */
    boolean isAnswered(@Nullable String host) {
        return host != null && (!isOpen.getAsBoolean() || isOwn(host));
    }

    /** What the caller wrote, and what proxies say that it wrote. An older program may have sent none. */
    private static Stream<String> named(HttpServerRequest request) {
        Matcher target = ABSOLUTE.matcher(request.uri());
        return Stream.of(
                        request.headers().getAll(HttpHeaders.HOST).stream().map(host -> host.isBlank() ? NOBODY : host),
                        target.matches() ? Stream.of(target.group(1)) : Stream.<String>empty(),
                        request.headers().getAll("x-forwarded-host").stream()
                                .flatMap(hosts -> Stream.of(hosts.split(",", -1))),
                        request.headers().getAll("forwarded").stream()
                                .flatMap(hops ->
                                        FORWARDED.matcher(hops).results().map(found -> found.group(1))))
                .flatMap(hosts -> hosts)
                .map(String::strip)
                .filter(host -> !host.isEmpty());
    }

    /** Whatever the port: those that are published may differ from the one that is listened on. */
    boolean isOwn(String authority) {
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            return false;
        }
        String host = plain(parts.group(1));
        return ADDRESS.matcher(host).matches()
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || names.stream().anyMatch(name -> isListed(name, host));
    }

    private static boolean isListed(String name, String host) {
        return name.startsWith("*.") ? host.endsWith(name.substring(1)) : !name.isEmpty() && name.equals(host);
    }

    private static String plain(@Nullable String host) {
        String lower = host == null ? "" : host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static Fault foreign(String host) {
        String shown = host.length() <= SHOWN_CHARS_MAX ? host : host.substring(0, SHOWN_CHARS_MAX) + "...";
        return Fault.of(
                FaultCode.HOST_REFUSED,
                "The server was called as '%s', which is not one of its names; while it needs no API key, it answers no other. Call it by localhost or an IP address, or have its operator list the name in http.allowed-hosts (SOTTO_HTTP_ALLOWED_HOSTS) or make an API key."
                        .formatted(shown));
    }
}
