package dev.sotto.api;

import io.vertx.ext.web.RoutingContext;

/** Who sent a request. */
final class Callers {
    private static final String KEY = "sotto.caller";

    private Callers() {}

    /** Whoever was found out before the operation; anybody on a server without keys. */
    static Caller of(RoutingContext context) {
        return context.get(KEY, Caller.ANYBODY);
    }

    static void put(RoutingContext context, Caller caller) {
        context.put(KEY, caller);
    }
}
