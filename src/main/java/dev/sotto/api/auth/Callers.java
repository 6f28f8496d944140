package dev.sotto.api.auth;

import dev.sotto.service.Caller;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/** Who sent a request. */
public final class Callers {
    private static final String KEY = "sotto.caller";
    private static final String STILL = "sotto.still-admitted";

    private Callers() {}

    /** Whoever was found out before the operation; anybody on a server without keys. */
    public static Caller of(RoutingContext context) {
        return context.get(KEY, Caller.ANYBODY);
    }

    static void put(RoutingContext context, Caller caller) {
        context.put(KEY, caller);
    }

    /** Whether whoever sent the request would be let in now; for answers that go on for long. */
    public static BooleanSupplier stillAdmitted(RoutingContext context) {
        return context.get(STILL, () -> true);
    }

    static void putStillAdmitted(RoutingContext context, BooleanSupplier isStillAdmitted) {
        context.put(STILL, isStillAdmitted);
    }
}
