package dev.sotto.api.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIVersion;
import io.vertx.openapi.contract.impl.OpenAPIContractImpl;

/**
 * A contract as the router takes it: its paths, and the names of their operations. All else is for clients: nothing validates
 * requests by it, since the validator damages binary parts. That the contracts themselves are valid is a test; to find it anew
 * at each start took a second of computing.
 */
final class RoutableContract {
    /** An operation must have a response, of whatever kind. */
    private static final JsonObject SOME_RESPONSE = new JsonObject().put("default", new JsonObject());

    private RoutableContract() {}

    /** Leaves the document as it is. */
    static OpenAPIContract of(JsonObject document) {
        JsonObject paths = new JsonObject();
        document.getJsonObject("paths")
                .forEach(path -> paths.put(path.getKey(), operations((JsonObject) path.getValue())));
        JsonObject reduced = new JsonObject()
                .put("openapi", document.getString("openapi"))
                .put("servers", document.getJsonArray("servers", new JsonArray()))
                .put("paths", paths);
        return new OpenAPIContractImpl(reduced, OpenAPIVersion.fromContract(reduced), null);
    }

    private static JsonObject operations(JsonObject path) {
        JsonObject operations = new JsonObject();
        path.forEach(method -> {
            if (method.getValue() instanceof JsonObject operation && operation.containsKey("operationId")) {
                operations.put(
                        method.getKey(),
                        new JsonObject()
                                .put("operationId", operation.getString("operationId"))
                                .put("responses", SOME_RESPONSE));
            }
        });
        return operations;
    }
}
