package dev.sotto.engine;

import dev.sotto.whisper.slot.EngineLoad;
import dev.sotto.whisper.slot.ModelLoads;
import dev.sotto.whisper.slot.SlotEngine;
import java.util.ArrayList;
import java.util.List;

/** The engines that are open, for those who watch them. Thread-safe; asks no engine to wait. */
final class LoadedEngines {
    private final List<Open> open = new ArrayList<>(); // guarded by this
    private EngineLoad closed = EngineLoad.NONE; // what is left of closed ones: what they did; guarded by this
    private long loads; // guarded by this
    private long loadNanos; // guarded by this

    private record Open(SlotEngine engine, long weightBytes) {}

    /**
     * Lets go of those that are closed, whether or not anybody ever asks for the load.
     *
     * @param nanos that loading it took
     */
    synchronized void add(SlotEngine engine, long weightBytes, long nanos) {
        fold();
        open.add(new Open(engine, weightBytes));
        loads++;
        loadNanos += nanos;
    }

    synchronized ModelLoads loads() {
        fold();
        long bytes = open.stream().mapToLong(Open::weightBytes).sum();
        return new ModelLoads(loads, loads - open.size(), loadNanos, bytes);
    }

    synchronized EngineLoad load() {
        fold();
        EngineLoad all = closed;
        for (Open one : open) {
            all = all.plus(one.engine().load());
        }
        return all;
    }

    private void fold() {
        for (Open one : List.copyOf(open)) {
            if (one.engine().isClosed()) {
                open.remove(one);
                closed = closed.plus(one.engine().load());
            }
        }
    }
}
