package dev.sotto.metrics;

import dev.sotto.whisper.slot.EngineLoad;
import dev.sotto.whisper.slot.ModelLoads;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/** All metrics of one server. Thread-safe. */
public final class Meters implements AutoCloseable {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final PrometheusMeterRegistry registry = registry();
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final ActiveHttp http = new ActiveHttp(registry);
    private final JobMeters jobs = new JobMeters(registry);
    private final EdgeMeters edges = new EdgeMeters(registry);
    private final LoopLag lag = new LoopLag(registry);

    @SuppressWarnings("UnusedVariable") // kept, as the registry holds it weakly
    private final EngineMeters engine;

    /**
     * Begins to count.
     *
     * @param dataFolder whose disk is watched
     * @param version the label of {@code sotto_build}
     * @param engine answers at once, on any thread
     * @param models the same
     */
    public Meters(Path dataFolder, String version, Supplier<EngineLoad> engine, Supplier<ModelLoads> models) {
        this.engine = new EngineMeters(registry, engine, models);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        Gauge.builder("sotto.build", () -> 1)
                .tag("version", version)
                .description("Always 1; the label says what runs")
                .register(registry);
        Gauge.builder("sotto.disk.free", () -> Disk.freeBytes(dataFolder))
                .baseUnit("bytes")
                .description("What this user may still write to the disk of the data folder")
                .register(registry);
        Gauge.builder("sotto.process.resident", ResidentMemory::bytes)
                .baseUnit("bytes")
                .description("Memory of the process, native parts included; NaN where the system does not report it")
                .register(registry);
    }

    private static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        // Clients may invent methods; a label value for each would be a leak.
        registry.config()
                .meterFilter(
                        MeterFilter.replaceTagValues("method", method -> METHODS.contains(method) ? method : "OTHER"))
                .meterFilter(MeterFilter.denyNameStartsWith("vertx.http.server.active")) // ActiveHttp has them
                // Connections of clients are pools that are named after the other side, and there may be any number of
                // these.
                .meterFilter(MeterFilter.deny(id -> "http".equals(id.getTag("pool_type"))));
        return registry;
    }

    /** Creates a Vert.x whose HTTP servers and worker pools are measured here. */
    public Vertx vertx() {
        MicrometerMetricsOptions options = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setRegistryName("sotto-" + System.identityHashCode(this)) // several servers may live in one process
                .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS.toCategory())
                .addDisabledMetricsCategory(MetricsDomain.DATAGRAM_SOCKET.toCategory())
                .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT.toCategory());
        MicrometerMetricsFactory factory = new MicrometerMetricsFactory(registry);
        return Vertx.builder()
                .with(new VertxOptions().setMetricsOptions(options))
                .withMetrics(settings -> new CountedVertx(factory.metrics(settings), http))
                .build();
    }

    public JobMeters jobs() {
        return jobs;
    }

    public EdgeMeters edges() {
        return edges;
    }

    LoopLag lag() {
        return lag;
    }

    /** All metrics in the Prometheus text format. Reads the disk. */
    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
