package dev.sotto.server;

import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.Surface;
import dev.sotto.api.http.SurfaceFactory;
import dev.sotto.api.openai.OpenAiSurface;
import dev.sotto.api.sotto.SottoSurface;
import dev.sotto.config.ServerConfig;
import dev.sotto.service.Backend;
import dev.sotto.service.JobServices;
import io.vertx.core.Future;
import java.util.List;

/** The surfaces that a server has, in the order in which their paths are looked up. */
record HttpSurfaces(Backend backend, JobServices.Stores stores, ServerConfig config, String version)
        implements SurfaceFactory {
    @Override
    public Future<List<Surface>> open(HttpParts http) {
        return JobServices.open(http.vertx(), backend, stores, config)
                .map(services -> List.of(new OpenAiSurface(http, services), new SottoSurface(http, services, version)));
    }
}
