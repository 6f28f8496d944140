package dev.sotto;

import dev.sotto.whisper.slot.EngineLoad;
import dev.sotto.whisper.slot.SlotEngine;
import java.util.ArrayList;
import java.util.List;

/** The engines that are open, for those who watch them. Thread-safe; asks no engine to wait. */
final class LoadedEngines {
    private final List<SlotEngine> open = new ArrayList<>(); // guarded by this
    private EngineLoad closed = EngineLoad.NONE; // what is left of closed ones: their tokens; guarded by this

    synchronized void add(SlotEngine engine) {
        open.add(engine);
    }

    synchronized EngineLoad load() {
        EngineLoad all = EngineLoad.NONE;
        for (SlotEngine engine : List.copyOf(open)) {
            if (engine.isClosed()) {
                open.remove(engine);
                closed = closed.plus(engine.load());
            } else {
                all = all.plus(engine.load());
            }
        }
        return all.plus(closed);
    }
}
