package dev.sotto.api.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Server-sent events as they stand in an answer. */
public final class EventStreams {
    /** A comment, which keeps a silent connection open and which clients pass over. */
    public static final String HEARTBEAT = ": alive\n\n";

    private EventStreams() {}

    /** Says that a stream follows, which nobody on the way may keep or hold back. */
    public static HttpServerResponse headers(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("x-accel-buffering", "no");
    }

    /**
     * One event.
     *
     * @param data of one line, such as JSON
     */
    public static String event(String name, String data) {
        return "event: %s\ndata: %s\n\n".formatted(name, data);
    }
}
