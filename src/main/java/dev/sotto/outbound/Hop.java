package dev.sotto.outbound;

import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;

/**
 * The answer to one GET of a download.
 *
 * @param number redirects followed before it
 */
record Hop(OutboundUrl url, int number, HttpClientResponse response) {
    /**
     * Where it sends us on to, or nothing if it is the file.
     *
     * @throws OutboundException if it is neither
     */
    Optional<OutboundUrl> next(FetchLimits limits) {
        int status = response.statusCode();
        return switch (status) {
            case 200 -> Optional.empty();
            case 301, 302, 303, 307, 308 -> Optional.of(redirect(limits));
            default -> throw OutboundException.status(url, status);
        };
    }

    private OutboundUrl redirect(FetchLimits limits) {
        String location = response.getHeader("location");
        if (number >= limits.redirectsMax()) {
            throw OutboundException.redirect(url, "more than %d times".formatted(limits.redirectsMax()));
        }
        if (location == null) {
            throw OutboundException.redirect(url, "to nowhere");
        }
        OutboundUrl next = url.resolve(location);
        if (url.isTls() && !next.isTls()) {
            throw OutboundException.redirect(url, "from https to http");
        }
        return next;
    }
}
