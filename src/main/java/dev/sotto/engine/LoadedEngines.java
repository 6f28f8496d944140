package dev.sotto.engine;

import dev.sotto.whisper.slot.EngineLoad;
import dev.sotto.whisper.slot.SlotEngine;
import java.util.ArrayList;
import java.util.List;

/** The engines that are open, for those who watch them. Thread-safe; asks no engine to wait. */
final class LoadedEngines {
    private final List<SlotEngine> open = new ArrayList<>(); // guarded by this
    private EngineLoad closed = EngineLoad.NONE; // what is left of closed ones: their tokens; guarded by this

    /** Lets go of those that are closed, whether or not anybody ever asks for the load. */
    synchronized void add(SlotEngine engine) {
        fold();
        open.add(engine);
    }

    synchronized EngineLoad load() {
        fold();
        EngineLoad all = closed;
        for (SlotEngine engine : open) {
            all = all.plus(engine.load());
        }
        return all;
    }

    private void fold() {
        for (SlotEngine engine : List.copyOf(open)) {
            if (engine.isClosed()) {
                open.remove(engine);
                closed = closed.plus(engine.load());
            }
        }
    }
}
