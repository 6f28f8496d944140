package dev.sotto.metrics;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code /drain} of the management port: POST begins, GET says how far it is. For programs on the machine itself, or in the
 * container: there are no keys here, and whoever may begin this stops the service.
 */
final class DrainEndpoint {
    static final String PATH = "/drain";
    static final String LIMIT = "limit_seconds";
    static final Duration LIMIT_DEFAULT = Duration.ofMinutes(10);
    static final Duration LIMIT_MAX = Duration.ofDays(1);
    /** What pages of browsers send, and proxies that bring somebody else's request. */
    private static final List<String> OF_OTHERS =
            List.of("origin", "sec-fetch-site", "forwarded", "x-forwarded-for", "x-forwarded-host");

    private static final Pattern SECONDS = Pattern.compile("\\d{1,5}");

    private final Drain drain;

    DrainEndpoint(Drain drain) {
        this.drain = drain;
    }

    void handle(HttpServerRequest request) {
        if (!isOfThisMachine(request)) {
            text(request, 403, "Only programs of this machine may ask for this, such as: sotto drain");
        } else if (request.method().equals(HttpMethod.POST)) {
            limit(request)
                    .ifPresentOrElse(
                            limit -> begin(request, limit),
                            () -> text(
                                    request,
                                    400,
                                    "%s '%s'; expected seconds from 0 to %d."
                                            .formatted(LIMIT, request.getParam(LIMIT), LIMIT_MAX.toSeconds())));
        } else if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
            json(request, 200, drain.status());
        } else {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD, POST");
            text(request, 405, "Expected POST to begin, or GET to see how far it is.");
        }
    }

    private void begin(HttpServerRequest request, Duration limit) {
        Drain.Status status = drain.begin(limit);
        json(request, status.state() == Drain.State.STARTING ? 409 : 202, status);
    }

    private static boolean isOfThisMachine(HttpServerRequest request) {
        return isLoopback(request.remoteAddress())
                && OF_OTHERS.stream().noneMatch(header -> request.headers().contains(header));
    }

    private static boolean isLoopback(SocketAddress peer) {
        try {
            // an address, never a name: nothing is looked up
            return peer.hostAddress() != null
                    && InetAddress.getByName(peer.hostAddress()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Optional<Duration> limit(HttpServerRequest request) {
        String value = request.getParam(LIMIT);
        if (value == null) {
            return Optional.of(LIMIT_DEFAULT);
        }
        return Optional.of(value)
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .filter(limit -> limit.compareTo(LIMIT_MAX) <= 0);
    }

    private static void json(HttpServerRequest request, int status, Drain.Status drain) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(new JsonObject()
                        .put("state", drain.state().wireName())
                        .put("handed_back", drain.handedBack())
                        .toBuffer());
    }

    private static void text(HttpServerRequest request, int status, String sentence) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(sentence + "\n");
    }
}
