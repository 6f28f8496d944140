package dev.sotto.api.http;

import io.vertx.core.Future;
import java.util.List;

/** Port: makes the surfaces of one HTTP server, on its event loop. */
public interface SurfaceFactory {
    /** Done when all of them can answer. */
    Future<List<Surface>> open(HttpParts parts);

    /** The server stops: what the surfaces share answers callers who wait. After the surfaces, on the same event loop. */
    void close();
}
