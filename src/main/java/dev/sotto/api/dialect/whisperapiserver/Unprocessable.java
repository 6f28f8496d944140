package dev.sotto.api.dialect.whisperapiserver;

import dev.sotto.api.http.JsonResponses;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** What is wrong with one parameter, as the framework of that server lists it. */
final class Unprocessable extends RuntimeException {
    static final int STATUS = 422;

    private static final long serialVersionUID = 1L;

    private final transient JsonObject entry;

    private Unprocessable(JsonObject entry) {
        super(entry.encode());
        this.entry = entry;
    }

    /**
     * A parameter that must be there and is not.
     *
     * @param place where it is looked for, {@code body} or {@code query}
     */
    static Unprocessable missing(String place, String name) {
        return of(place, name, "missing", "Field required", null);
    }

    static Unprocessable of(String place, String name, String type, String message, @Nullable String input) {
        return new Unprocessable(new JsonObject()
                .put("type", type)
                .put("loc", new JsonArray().add(place).add(name))
                .put("msg", message)
                .put("input", input));
    }

    JsonObject body() {
        return new JsonObject().put("detail", new JsonArray().add(entry.copy()));
    }

    void send(RoutingContext context) {
        JsonResponses.send(context, STATUS, body());
    }
}
