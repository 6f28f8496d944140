package dev.sotto.server;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobNews;
import dev.sotto.config.ServerConfig;
import dev.sotto.tracing.JobTraces;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;

/** The traces of one server, if the settings want any; without them nothing listens and no thread is made. */
final class Tracing {
    private final Optional<JobTraces> traces;

    /** Listens to all jobs from now on. */
    Tracing(Vertx vertx, ServerConfig.Traces settings, String version) {
        traces = settings.endpoint().map(endpoint -> new JobTraces(endpoint, version, InstantSource.system()));
        traces.ifPresent(made ->
                vertx.eventBus().<JobNews>localConsumer(Addresses.JOB_NEWS, message -> made.record(message.body())));
    }

    /** Sends what waits; may block for seconds. */
    void close() {
        traces.ifPresent(JobTraces::close);
    }
}
