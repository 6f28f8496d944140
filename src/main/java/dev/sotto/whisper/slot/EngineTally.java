package dev.sotto.whisper.slot;

import dev.sotto.whisper.decode.DecodingResult;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what an engine does. The engine's thread adds, any thread reads. */
final class EngineTally {
    private final LongAdder tokens = new LongAdder();
    private final LongAdder windows = new LongAdder();
    private final LongAdder windowsAbove = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final Map<EngineStage, LongAdder> nanos = new EnumMap<>(EngineStage.class);

    EngineTally() {
        for (EngineStage stage : EngineStage.values()) {
            nanos.put(stage, new LongAdder());
        }
    }

    void finished(DecodingResult window) {
        tokens.add(window.tokens().size());
        (window.temperature() > 0 ? windowsAbove : windows).increment();
    }

    void failed() {
        faults.increment();
    }

    void spent(EngineStage stage, long spentNanos) {
        LongAdder sum = nanos.get(stage);
        if (sum != null) {
            sum.add(spentNanos);
        }
    }

    EngineTotals totals() {
        Map<EngineStage, Long> sums = new EnumMap<>(EngineStage.class);
        nanos.forEach((stage, sum) -> sums.put(stage, sum.sum()));
        return new EngineTotals(tokens.sum(), windows.sum(), windowsAbove.sum(), faults.sum(), sums);
    }
}
