package dev.sotto.api.dialect;

import dev.sotto.api.http.Contract;
import dev.sotto.api.http.ContractSurface;
import dev.sotto.api.http.ErrorShape;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.Surface;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The surface of another system. All of it stands under a prefix of its own; at the root stand the operations that its
 * contract tags {@code root}, which are those whose paths nobody else wants. Immutable.
 *
 * @param name of the system, such as {@code whisper-cpp}: stored with its jobs, and the name of its contract
 * @param operations exactly those of the contract
 * @param arrived is called with each request to one of its paths, be it one that will be refused
 */
public record Dialect(String name, ErrorShape errors, List<Operation> operations, Consumer<RoutingContext> arrived) {
    /** Before the name of a dialect in its paths. */
    public static final String PREFIX = "/compat/";

    private static final String ROOT_TAG = "root";
    /** Where servers written with FastAPI describe themselves, and what their page of documentation asks for. */
    private static final String DESCRIPTION_PATH = "/openapi.json";

    private static final String DESCRIPTION = "dialectDescription";

    public Dialect {
        operations = List.copyOf(operations);
    }

    /** One that does nothing before its operations. */
    public Dialect(String name, ErrorShape errors, List<Operation> operations) {
        this(name, errors, operations, context -> {});
    }

    /**
     * What answers one operation of the contract, and whom it serves.
     *
     * @param id of the contract
     */
    public record Operation(String id, Surface.Access access, Handler<RoutingContext> handler) {
        /** Whoever asks. */
        public static Operation open(String id, Handler<RoutingContext> handler) {
            return new Operation(id, Surface.Access.EVERYBODY, handler);
        }

        /** For whoever has a key, if keys are needed. */
        public static Operation keyed(String id, Handler<RoutingContext> handler) {
            return new Operation(id, Surface.Access.KEY, handler);
        }

        /** The same, which registers a webhook. */
        public static Operation webhook(String id, Handler<RoutingContext> handler) {
            return new Operation(id, Surface.Access.KEY_FOR_WEBHOOK, handler);
        }

        /** The same, which has a recording transcribed. */
        public static Operation audio(String id, Handler<RoutingContext> handler) {
            return new Operation(id, Surface.Access.KEY_WITH_AUDIO_QUOTA, handler);
        }
    }

    /** The contract of a dialect, on the class path. */
    public static Contract contract(String name) {
        return Contract.of("dialect/%s.yaml".formatted(name));
    }

    /** All of it, under {@link #PREFIX} and its name. */
    public Surface underPrefix() {
        return described(PREFIX + name);
    }

    /** What nobody else wants, at the root. */
    public Surface atRoot() {
        return new Mounted(this, "", contract(name).tagged(Set.of(ROOT_TAG)));
    }

    /** All of it at the root, before whatever else has its paths. */
    public Surface wholeAtRoot() {
        return described("");
    }

    /** With its contract beside its operations, at the address where clients of the system may look for it. */
    private Surface described(String prefix) {
        JsonObject contract = contract(name).json();
        JsonObject shown = contract.copy()
                .put("servers", new JsonArray().add(new JsonObject().put("url", prefix.isEmpty() ? "/" : prefix)));
        contract.getJsonObject("paths")
                .put(
                        DESCRIPTION_PATH,
                        new JsonObject()
                                .put(
                                        "get",
                                        new JsonObject()
                                                .put("operationId", DESCRIPTION)
                                                .put(
                                                        "responses",
                                                        new JsonObject()
                                                                .put(
                                                                        "200",
                                                                        new JsonObject()
                                                                                .put(
                                                                                        "description",
                                                                                        "This document.")))));
        List<Operation> all = new ArrayList<>(operations);
        all.add(Operation.open(DESCRIPTION, context -> JsonResponses.ok(context, shown)));
        return new Mounted(new Dialect(name, errors, all, arrived), prefix, contract);
    }

    private Map<String, Operation> operationsOf(JsonObject contract) {
        Set<String> ids = Contract.operations(contract);
        return operations.stream()
                .filter(operation -> ids.contains(operation.id()))
                .collect(Collectors.toMap(Operation::id, operation -> operation));
    }

    /** A dialect, or a part of it, at one place. */
    private static final class Mounted extends ContractSurface {
        private final String prefix;
        private final Map<String, Operation> operations;
        private final Consumer<RoutingContext> arrived;

        private Mounted(Dialect dialect, String prefix, JsonObject contract) {
            this(dialect, prefix, contract, dialect.operationsOf(contract));
        }

        private Mounted(Dialect dialect, String prefix, JsonObject contract, Map<String, Operation> operations) {
            super(
                    dialect.name(),
                    contract,
                    dialect.errors(),
                    operations.values().stream().collect(Collectors.toMap(Operation::id, Operation::handler)));
            this.prefix = prefix;
            this.operations = operations;
            this.arrived = dialect.arrived();
        }

        @Override
        public void arrived(RoutingContext context) {
            arrived.accept(context);
        }

        @Override
        public String prefix() {
            return prefix;
        }

        @Override
        public Access access(String operation) {
            Operation known = operations.get(operation);
            return known == null ? Access.KEY : known.access();
        }
    }
}
