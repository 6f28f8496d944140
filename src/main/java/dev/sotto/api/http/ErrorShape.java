package dev.sotto.api.http;

import dev.sotto.fault.Fault;
import io.vertx.core.buffer.Buffer;

/** How a surface tells its clients of a fault. */
@FunctionalInterface
public interface ErrorShape {
    /**
     * Gives a fault the surface's shape.
     *
     * @param status that the server would answer with; a shape may choose another
     */
    Answer of(Fault fault, int status);

    /**
     * As above, for shapes that name the request.
     *
     * @param request its id, as in the header x-request-id; empty if it never reached the router
     */
    default Answer of(Fault fault, int status, String request) {
        return of(fault, status);
    }

    /** An answer without its headers, but for the type of its body. */
    record Answer(int status, String contentType, Buffer body) {}
}
