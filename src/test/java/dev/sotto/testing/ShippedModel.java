package dev.sotto.testing;

import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.whisper.WhisperNetwork;
import dev.sotto.whisper.slot.QueueLimits;
import dev.sotto.whisper.slot.SlotBudget;
import dev.sotto.whisper.slot.SlotEngine;
import dev.sotto.whisper.slot.SlotEngine.EngineParts;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.function.LongSupplier;

/** The shipped model without its weights, and engines that speak its vocabulary over another network. */
public record ShippedModel(ModelConfig config, WhisperTokenizer tokenizer) {
    public static final ShippedModel TINY_EN = read();

    private static ShippedModel read() {
        try (Checkpoint checkpoint = ModelFolder.open(Checkpoints.TINY_EN)) {
            return new ShippedModel(checkpoint.config(), WhisperTokenizer.of(checkpoint.config()));
        }
    }

    /** As many slots in every lane, whatever they cost. */
    public SlotBudget budget(int slots) {
        return new SlotBudget(config.dimensions(), Float.BYTES, Float.BYTES, Long.MAX_VALUE, slots);
    }

    public SlotEngine engine(WhisperNetwork network, int slots, QueueLimits limits, Runnable wakeUp) {
        return engine(network, slots, limits, wakeUp, System::nanoTime);
    }

    public SlotEngine engine(
            WhisperNetwork network, int slots, QueueLimits limits, Runnable wakeUp, LongSupplier nanoTime) {
        return new SlotEngine(new EngineParts(network, config, tokenizer), budget(slots), limits, wakeUp, nanoTime);
    }
}
