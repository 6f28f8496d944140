package dev.sotto.api.dialect.fastapi;

import dev.sotto.api.http.JsonResponses;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** A request has parameters that cannot be: all of them at once, in the list that clients of FastAPI know. */
public final class InvalidParameters extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int STATUS = 422;

    private final transient JsonArray detail;

    InvalidParameters(JsonArray detail) {
        super(detail.encode());
        this.detail = detail;
    }

    /** Fields that must be there are not. */
    public static InvalidParameters missing(String place, String... names) {
        return missing(place, List.of(names));
    }

    /** As above. */
    public static InvalidParameters missing(String place, List<String> names) {
        Parameters parameters = Parameters.of(place, any -> List.of());
        names.forEach(parameters::missing);
        return new InvalidParameters(parameters.faults());
    }

    /** Answers with status 422. */
    public void send(RoutingContext context) {
        JsonResponses.send(context, STATUS, new JsonObject().put("detail", detail.copy()));
    }
}
