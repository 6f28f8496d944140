package dev.sotto.whisper.slot;

import dev.sotto.transcript.WorkClass;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * An engine's device as a user of another network sees it: that network's work waits among the encoder passes of bulk work,
 * takes turns with those of all recordings, and counts as bulk work. Thread-safe.
 */
public final class DeviceTurns implements EngineRequest.Session {
    private final SlotEngine engine;

    DeviceTurns(SlotEngine engine) {
        this.engine = engine;
    }

    @Override
    public WorkClass workClass() {
        return WorkClass.BULK;
    }

    /**
     * Has a piece of work done on the engine's thread, which it must leave within a few tenths of a second. Fails with {@link
     * dev.sotto.whisper.EngineException}, whose cause is what the work threw.
     */
    public <T> CompletableFuture<T> ask(Supplier<T> work) {
        return engine.pass(this, NetworkPass.OTHER, network -> work.get());
    }
}
