package dev.sotto.api.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.MediaType;
import java.util.Set;

/**
 * A contract as the router takes it: it refuses one that names a content type that it does not know, such as
 * text/event-stream or application/problem+json, even of a response, which it has no use for.
 */
final class RoutableContract {
    private RoutableContract() {}

    /** The same object, changed. */
    static JsonObject of(JsonObject contract) {
        strip(contract);
        return contract;
    }

    private static void strip(Object node) {
        if (node instanceof JsonArray list) {
            list.forEach(RoutableContract::strip);
        } else if (node instanceof JsonObject object) {
            if (object.containsKey("description") && object.getValue("content") instanceof JsonObject content) {
                Set.copyOf(content.fieldNames()).stream()
                        .filter(type -> !MediaType.isMediaTypeSupported(type))
                        .forEach(content::remove);
                if (content.isEmpty()) {
                    object.remove("content");
                }
            }
            object.forEach(field -> strip(field.getValue()));
        }
    }
}
