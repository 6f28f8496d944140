package dev.sotto.api.auth;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header {@code traceparent} of W3C's Trace Context: the span of the caller's that a request belongs to. */
final class TraceParent {
    private static final Pattern FIRST_VERSION = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    /** Empty if there is none, or one that cannot be read: by the standard that is no fault of the request. */
    static Optional<String> of(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("traceparent"))
                .filter(text -> FIRST_VERSION.matcher(text).matches());
    }
}
