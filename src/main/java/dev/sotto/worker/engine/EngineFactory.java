package dev.sotto.worker.engine;

import dev.sotto.whisper.slot.SlotEngine;
import java.util.function.BooleanSupplier;

/** Port: loads a model. Called on the engine's thread, which may block for as long as loading takes. */
public interface EngineFactory {
    /**
     * Loads the weights and makes an engine of them.
     *
     * @param model name, alias or folder, as the caller gave it
     * @param wakeUp called from any thread when the engine has something to do; must return at once
     * @throws dev.sotto.transcript.TranscriptionException with {@code MODEL_NOT_FOUND} or {@code MODEL_INVALID}
     */
    SlotEngine load(String model, Runnable wakeUp);

    /**
     * Called every second on the engine's thread while nobody uses an engine. May compute, a few seconds at most.
     *
     * @param isWanted whether somebody has come meanwhile, who waits until this returns
     */
    default void whileIdle(BooleanSupplier isWanted) {}

    /** The one name that stands for a model however it was called; equal names share an engine. */
    String canonicalName(String model);
}
