package dev.sotto.api.http;

import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** A request's body as a JSON object; see {@link BoundedBody}. */
public final class JsonBody {
    private JsonBody() {}

    /**
     * Must be called before anything waits, or the body is lost. An empty body is an empty object.
     *
     * @param longest from now to the body's last byte
     * @return fails with {@link FaultException}
     */
    public static Future<JsonObject> read(Vertx vertx, HttpServerRequest request, Duration longest) {
        return BoundedBody.read(vertx, request, longest).map(JsonBody::parse);
    }

    private static JsonObject parse(Buffer body) {
        try {
            return body.length() == 0 ? new JsonObject() : new JsonObject(body);
        } catch (DecodeException | ClassCastException e) {
            throw new FaultException(Fault.of(FaultCode.MALFORMED_REQUEST, "The body is not a JSON object."));
        }
    }
}
