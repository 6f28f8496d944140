package dev.sotto.api.ui;

import io.vertx.core.http.HttpServerResponse;

/** What every page says to browsers beside its content. */
final class PageHeaders {
    private PageHeaders() {}

    /** Sets them on an answer; what a page may load is its own policy. */
    static HttpServerResponse put(HttpServerResponse response, String policy) {
        return response.putHeader("content-security-policy", policy)
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("cross-origin-opener-policy", "same-origin")
                .putHeader("cross-origin-resource-policy", "same-origin");
    }
}
