package dev.sotto.api.http;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** A surface whose name, contract, operations and error shape are known when it is made: what a surface adds is who may call. */
public abstract class ContractSurface implements Surface {
    private final String name;
    private final JsonObject contract;
    private final ErrorShape errors;
    private final Map<String, Handler<RoutingContext>> operations;

    /** @param operations by operationId: exactly those of the contract */
    protected ContractSurface(
            String name, JsonObject contract, ErrorShape errors, Map<String, Handler<RoutingContext>> operations) {
        this.name = name;
        this.contract = contract;
        this.errors = errors;
        this.operations = Map.copyOf(operations);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final JsonObject contract() {
        return contract;
    }

    @Override
    public final Map<String, Handler<RoutingContext>> operations() {
        return operations;
    }

    @Override
    public final ErrorShape errors() {
        return errors;
    }
}
