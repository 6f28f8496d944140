package dev.sotto.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** A request's body as a JSON object, of bounded size. */
final class JsonBody {
    private static final int BYTES_MAX = 64 * 1024;

    private JsonBody() {}

    /** Must be called before anything waits, or the body is lost. An empty body is an empty object. */
    static Future<JsonObject> read(HttpServerRequest request) {
        Promise<JsonObject> read = Promise.promise();
        Buffer body = Buffer.buffer();
        request.exceptionHandler(read::tryFail);
        request.endHandler(end -> {
            try {
                read.tryComplete(body.length() == 0 ? new JsonObject() : new JsonObject(body));
            } catch (DecodeException | ClassCastException e) {
                read.tryFail(new ApiException(ApiError.badRequest(400, "The body is not a JSON object.")));
            }
        });
        request.handler(chunk -> {
            if (body.length() + chunk.length() > BYTES_MAX) {
                read.tryFail(new ApiException(ApiError.badRequest(
                        413, "The body is larger than the %d bytes taken here.".formatted(BYTES_MAX))));
            } else {
                body.appendBuffer(chunk);
            }
        });
        return read.future();
    }
}
