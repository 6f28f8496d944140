package dev.sotto.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Metrics of the engine, read when Prometheus scrapes; the engine does not depend on them. */
final class EngineMeters {
    private final Supplier<EngineCounts> engine;

    /** @param engine answers at once, on any thread */
    EngineMeters(MeterRegistry registry, Supplier<EngineCounts> engine) {
        this.engine = engine;
        Gauge.builder("sotto.engine.slots", () -> engine.get().slots())
                .description("Windows that can be decoded at once, by all loaded models")
                .register(registry);
        Gauge.builder("sotto.engine.slots.busy", () -> engine.get().slotsBusy())
                .description("Slots that decode a window now")
                .register(registry);
        Gauge.builder("sotto.engine.windows.waiting", () -> engine.get().windowsWaiting())
                .description("Windows that wait for a slot")
                .register(registry);
        // The registry holds this weakly, so Meters keeps it.
        FunctionCounter.builder("sotto.engine.tokens", this, EngineMeters::tokens)
                .description("Tokens of finished windows; its rate is the speed of decoding")
                .register(registry);
    }

    private double tokens() {
        return (double) engine.get().tokensDecoded();
    }
}
