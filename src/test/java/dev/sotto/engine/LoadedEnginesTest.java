package dev.sotto.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.ScriptedNetwork;
import dev.sotto.whisper.slot.ModelLoads;
import dev.sotto.whisper.slot.QueueLimits;
import dev.sotto.whisper.slot.SlotBudget;
import dev.sotto.whisper.slot.SlotEngine;
import dev.sotto.whisper.slot.SlotEngine.EngineParts;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadedEnginesTest {
    @Test
    void an_engine_that_is_closed_is_let_go_when_the_next_is_loaded_though_nobody_measures() {
        LoadedEngines loaded = new LoadedEngines();
        WeakReference<SlotEngine> evicted = closedOne(loaded);
        loaded.add(engine(), 30, 3);
        Eventually.get(
                () -> {
                    System.gc();
                    return evicted.refersTo(null);
                },
                gone -> gone);
    }

    @Test
    void what_was_loaded_and_what_is_left_of_it_is_counted() {
        LoadedEngines loaded = new LoadedEngines();
        SlotEngine first = engine();
        loaded.add(first, 10, 2);
        loaded.add(engine(), 30, 3);
        assertThat(loaded.loads()).isEqualTo(new ModelLoads(2, 0, 5, 40));
        first.close();
        assertThat(loaded.loads()).isEqualTo(new ModelLoads(2, 1, 5, 30));
    }

    private static WeakReference<SlotEngine> closedOne(LoadedEngines loaded) {
        SlotEngine engine = engine();
        loaded.add(engine, 10, 2);
        engine.close();
        return new WeakReference<>(engine);
    }

    private static SlotEngine engine() {
        try (Checkpoint checkpoint = ModelFolder.open(Checkpoints.TINY_EN)) {
            ModelConfig model = checkpoint.config();
            return new SlotEngine(
                    new EngineParts(new ScriptedNetwork(), model, WhisperTokenizer.of(model)),
                    new SlotBudget(model.dimensions(), Float.BYTES, Float.BYTES, Long.MAX_VALUE, 1),
                    new QueueLimits(1, 1),
                    () -> {},
                    System::nanoTime);
        }
    }
}
