package dev.sotto.api.http;

import io.vertx.core.Future;
import java.util.List;

/** Port: makes the surfaces of one HTTP server, on its event loop. */
@FunctionalInterface
public interface SurfaceFactory {
    /** Done when all of them can answer. */
    Future<List<Surface>> open(HttpParts parts);
}
