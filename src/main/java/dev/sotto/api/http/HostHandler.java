package dev.sotto.api.http;

import dev.sotto.api.upload.BodyDrain;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Refuses, before anything is looked up, requests by a name that is not this server's. */
final class HostHandler implements Handler<RoutingContext> {
    private final Vertx vertx;
    private final HostRule rule;

    HostHandler(Vertx vertx, HostRule rule) {
        this.vertx = vertx;
        this.rule = rule;
    }

    @Override
    public void handle(RoutingContext context) {
        Optional<Fault> refusal = rule.refusal(context.request());
        if (refusal.isEmpty()) {
            context.next();
        } else {
            BodyDrain.discard(vertx, context.request());
            context.fail(new FaultException(refusal.get()));
        }
    }
}
