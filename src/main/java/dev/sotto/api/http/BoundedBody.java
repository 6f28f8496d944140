package dev.sotto.api.http;

import dev.sotto.api.upload.BodyDrain;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** A request's body of bounded size, that comes within bounded time. Belongs to the request's event loop. */
public final class BoundedBody {
    private static final int BYTES_MAX = 64 * 1024;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Buffer body = Buffer.buffer();
    private final Promise<Buffer> read = Promise.promise();

    private BoundedBody(Vertx vertx, HttpServerRequest request) {
        this.vertx = vertx;
        this.request = request;
    }

    /**
     * Must be called before anything waits, or the body is lost.
     *
     * @param longest from now to the body's last byte
     * @return fails with {@link FaultException}
     */
    public static Future<Buffer> read(Vertx vertx, HttpServerRequest request, Duration longest) {
        return new BoundedBody(vertx, request).read(longest);
    }

    private Future<Buffer> read(Duration longest) {
        long timer = vertx.setTimer(
                longest.toMillis(),
                late -> refuse(
                        FaultCode.REQUEST_TOO_SLOW,
                        "The body did not arrive within %d ms.".formatted(longest.toMillis())));
        request.exceptionHandler(e -> refuse(FaultCode.MALFORMED_REQUEST, "The body cannot be read as HTTP."));
        request.handler(this::take);
        request.endHandler(end -> read.tryComplete(body));
        return read.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private void take(Buffer chunk) {
        if (body.length() + chunk.length() > BYTES_MAX) {
            refuse(
                    FaultCode.BODY_TOO_LARGE,
                    "The body is larger than the %d bytes that this server accepts.".formatted(BYTES_MAX));
        } else {
            body.appendBuffer(chunk);
        }
    }

    private void refuse(FaultCode code, String message) {
        if (read.tryFail(new FaultException(Fault.of(code, message)))) {
            BodyDrain.discard(vertx, request);
        }
    }
}
