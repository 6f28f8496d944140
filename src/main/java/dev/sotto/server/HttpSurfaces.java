package dev.sotto.server;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.shared.SharedPaths;
import dev.sotto.api.http.Contract;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.Surface;
import dev.sotto.api.http.SurfaceFactory;
import dev.sotto.api.openai.OpenAiSurface;
import dev.sotto.api.sotto.SottoSurface;
import dev.sotto.config.ServerConfig;
import dev.sotto.service.Backend;
import dev.sotto.service.JobServices;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The surfaces that a server has, in the order in which their paths are looked up, and the services that they share. */
final class HttpSurfaces implements SurfaceFactory {
    private final Backend backend;
    private final JobServices.Stores stores;
    private final ServerConfig config;
    private final String version;
    private volatile @Nullable JobServices services;
    private volatile @Nullable Context context;

    /** @param version shown by {@code /health} */
    HttpSurfaces(Backend backend, JobServices.Stores stores, ServerConfig config, String version) {
        this.backend = backend;
        this.stores = stores;
        this.config = config;
        this.version = version;
    }

    /** Reads what {@link #open} needs on an event loop. Blocks. */
    static void readContracts(ServerConfig config) {
        Contract.of(Contract.SOTTO).read();
        Dialect.contract(SharedPaths.NAME).read();
        config.dialects().enabled().forEach(name -> Dialect.contract(name).read());
    }

    @Override
    public Future<List<Surface>> open(HttpParts http) {
        context = http.vertx().getOrCreateContext();
        return JobServices.open(http.vertx(), backend, stores, config).map(opened -> {
            services = opened;
            Dialects dialects = new Dialects(http, opened, version);
            List<Surface> surfaces = new ArrayList<>(dialects.first());
            surfaces.add(new OpenAiSurface(http, opened));
            surfaces.add(new SottoSurface(http, opened, version));
            surfaces.addAll(dialects.last());
            return List.copyOf(surfaces);
        });
    }

    /** The server takes no more jobs: who waits for one that has not begun is answered. Any thread. */
    void drain() {
        JobServices opened = services;
        Context loop = context;
        if (opened != null && loop != null) {
            loop.runOnContext(ignored -> opened.drain());
        }
    }

    @Override
    public void close() {
        JobServices opened = services;
        if (opened != null) {
            opened.close();
        }
    }
}
