package dev.sotto.whisper.slot;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What an engine has done since it was loaded.
 *
 * @param tokens of the best hypothesis of each finished window
 * @param windows finished at temperature 0
 * @param windowsAbove finished above temperature 0: decoded again, unless the caller began there
 * @param faults of the device: one each time that it failed, however many windows fell with it
 * @param nanos of the device's thread, by stage; every stage is there
 */
public record EngineTotals(long tokens, long windows, long windowsAbove, long faults, Map<EngineStage, Long> nanos) {
    /** Of an engine that has done nothing. */
    public static final EngineTotals NONE = new EngineTotals(0, 0, 0, 0, Map.of());

    public EngineTotals {
        Map<EngineStage, Long> all = new EnumMap<>(EngineStage.class);
        Map<EngineStage, Long> given = nanos;
        Arrays.stream(EngineStage.values()).forEach(stage -> all.put(stage, given.getOrDefault(stage, 0L)));
        nanos = Map.copyOf(all);
    }

    /** Of nothing but tokens. */
    public static EngineTotals ofTokens(long tokens) {
        return new EngineTotals(tokens, 0, 0, 0, Map.of());
    }

    /** Nanoseconds of one stage. */
    public long nanosOf(EngineStage stage) {
        return nanos.getOrDefault(stage, 0L);
    }

    /** The sum of both. */
    public EngineTotals plus(EngineTotals other) {
        Map<EngineStage, Long> sums = new EnumMap<>(EngineStage.class);
        Arrays.stream(EngineStage.values()).forEach(stage -> sums.put(stage, nanosOf(stage) + other.nanosOf(stage)));
        return new EngineTotals(
                tokens + other.tokens,
                windows + other.windows,
                windowsAbove + other.windowsAbove,
                faults + other.faults,
                sums);
    }
}
