package dev.sotto.metrics;

import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.slot.ClassLoad;
import dev.sotto.whisper.slot.EngineLoad;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Metrics of the engine, read when Prometheus scrapes; the engine does not depend on them. */
final class EngineMeters {
    private final MeterRegistry registry;
    private final Supplier<EngineLoad> engine;

    /** @param engine answers at once, on any thread */
    EngineMeters(MeterRegistry registry, Supplier<EngineLoad> engine) {
        this.registry = registry;
        this.engine = engine;
        Gauge.builder("sotto.engine.models", () -> engine.get().models())
                .description("Models in memory")
                .register(registry);
        Gauge.builder("sotto.engine.slots", () -> engine.get().slots())
                .description("Windows that can be decoded at once, by all loaded models")
                .register(registry);
        for (WorkClass workClass : WorkClass.values()) {
            windows("sotto.engine.slots.busy", "Slots that decode a window now", workClass, ClassLoad::slotsBusy);
            windows(
                    "sotto.engine.windows.waiting",
                    "Windows that wait for a slot",
                    workClass,
                    ClassLoad::windowsWaiting);
        }
        // The registry holds this weakly, so Meters keeps it.
        FunctionCounter.builder("sotto.engine.tokens", this, EngineMeters::tokens)
                .description("Tokens of finished windows; its rate is the speed of decoding")
                .register(registry);
    }

    private void windows(String name, String description, WorkClass workClass, ToIntFunction<ClassLoad> count) {
        Gauge.builder(name, () -> count.applyAsInt(engine.get().of(workClass)))
                .tag("class", workClass.wireName())
                .description(description)
                .register(registry);
    }

    private double tokens() {
        return (double) engine.get().tokensDecoded();
    }
}
