package dev.sotto.api.dialect;

import dev.sotto.api.http.Contract;
import dev.sotto.api.http.ContractSurface;
import dev.sotto.api.http.ErrorShape;
import dev.sotto.api.http.Surface;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The surface of another system. All of it stands under a prefix of its own; at the root stand the operations that its
 * contract tags {@code root}, which are those whose paths nobody else wants. Immutable.
 *
 * @param name of the system, such as {@code whisper-cpp}: stored with its jobs, and the name of its contract
 * @param operations exactly those of the contract
 */
public record Dialect(String name, ErrorShape errors, List<Operation> operations) {
    /** Before the name of a dialect in its paths. */
    public static final String PREFIX = "/compat/";

    private static final String ROOT_TAG = "root";

    public Dialect {
        operations = List.copyOf(operations);
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
        return new Mounted(this, PREFIX + name, contract(name).json());
    }

    /** What nobody else wants, at the root. */
    public Surface atRoot() {
        return new Mounted(this, "", contract(name).tagged(Set.of(ROOT_TAG)));
    }

    /** All of it at the root, before whatever else has its paths. */
    public Surface wholeAtRoot() {
        return new Mounted(this, "", contract(name).json());
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
