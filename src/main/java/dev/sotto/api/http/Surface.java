package dev.sotto.api.http;

import dev.sotto.api.auth.KeyHeaders;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * One way of speaking HTTP with clients: a contract of its own, and what answers its operations. Belongs to one event loop.
 */
public interface Surface {
    /** Stored with every job that comes by it, such as {@code openai}. */
    String name();

    /** Its OpenAPI document; see {@link Contract}. */
    JsonObject contract();

    /** Stands before all of its paths, such as {@code /compat/whisper-cpp}; empty for a surface at the root. */
    default String prefix() {
        return "";
    }

    /** By operationId: exactly those of the contract. */
    Map<String, Handler<RoutingContext>> operations();

    /** Who may call an operation. */
    Access access(String operation);

    /** How it reports faults to its clients. */
    ErrorShape errors();

    /** Where its clients put their key. */
    default KeyHeaders keyHeaders() {
        return KeyHeaders.STANDARD;
    }

    /** A request has come to one of its paths, be it one that will be refused. Event loop. */
    default void arrived(RoutingContext context) {}

    /** The server stops: streams end. */
    default void close() {}

    /** What an operation asks of its caller. */
    enum Access {
        /** Nothing. */
        EVERYBODY,
        /** No key, but a request of its address's rate: it names something that nobody can guess. */
        LINK,
        /** A key whose scope allows the method, and a request of its rate. */
        KEY,
        /** The same, and audio left of the day's quota. */
        KEY_WITH_AUDIO_QUOTA,
        /** As KEY, and one more webhook of the caller's address. */
        KEY_FOR_WEBHOOK,
        /** A key with the scope admin, also on a server that serves anybody while it has no key. */
        ADMIN
    }
}
