package dev.sotto.metrics;

import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.slot.ClassLoad;
import dev.sotto.whisper.slot.EngineLoad;
import dev.sotto.whisper.slot.EngineStage;
import dev.sotto.whisper.slot.EngineTotals;
import dev.sotto.whisper.slot.ModelLoads;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Metrics of the engine, read when Prometheus scrapes; the engine does not depend on them. */
final class EngineMeters {
    private static final double NANOS = 1e9;

    private final MeterRegistry registry;
    private final Supplier<EngineLoad> engine;
    private final Supplier<ModelLoads> models;

    /** Both answer at once, on any thread. */
    EngineMeters(MeterRegistry registry, Supplier<EngineLoad> engine, Supplier<ModelLoads> models) {
        this.registry = registry;
        this.engine = engine;
        this.models = models;
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
        FunctionCounter.builder(
                        "sotto.engine.tokens", this, meters -> meters.totals().tokens())
                .description("Tokens of finished windows; its rate is the speed of decoding")
                .register(registry);
        FunctionCounter.builder(
                        "sotto.engine.errors", this, meters -> meters.totals().faults())
                .description("Failures of the device; the log names each")
                .register(registry);
        finished("zero", EngineTotals::windows);
        finished("above", EngineTotals::windowsAbove);
        for (EngineStage stage : EngineStage.values()) {
            FunctionCounter.builder(
                            "sotto.engine.stage",
                            this,
                            meters -> meters.totals().nanosOf(stage) / NANOS)
                    .baseUnit("seconds")
                    .tag("stage", stage.name().toLowerCase(Locale.ROOT))
                    .description("What the device's thread spent its time on")
                    .register(registry);
        }
        models();
    }

    private void finished(String temperature, ToLongFunction<EngineTotals> count) {
        FunctionCounter.builder("sotto.engine.windows", this, meters -> count.applyAsLong(meters.totals()))
                .tag("temperature", temperature)
                .description("Windows decoded to their end, each attempt at one counted")
                .register(registry);
    }

    private void models() {
        FunctionCounter.builder(
                        "sotto.model.loads", this, meters -> meters.models.get().loads())
                .description("Models that came into memory")
                .register(registry);
        FunctionCounter.builder("sotto.model.unloads", this, meters -> meters.models
                        .get()
                        .unloads())
                .description("Models that left memory, for another or since nobody used them")
                .register(registry);
        FunctionCounter.builder(
                        "sotto.model.load", this, meters -> meters.models.get().loadNanos() / NANOS)
                .baseUnit("seconds")
                .description("Time that all loads took")
                .register(registry);
        Gauge.builder("sotto.model.weights", () -> models.get().weightBytes())
                .baseUnit("bytes")
                .description("Weights of the models in memory, as they are computed with")
                .register(registry);
    }

    private EngineTotals totals() {
        return engine.get().totals();
    }

    private void windows(String name, String description, WorkClass workClass, ToIntFunction<ClassLoad> count) {
        Gauge.builder(name, () -> count.applyAsInt(engine.get().of(workClass)))
                .tag("class", workClass.wireName())
                .description(description)
                .register(registry);
    }
}
