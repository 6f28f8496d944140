package dev.sotto.worker.engine;

import dev.sotto.whisper.slot.SlotEngine;

/** Port: loads a model. Called on the engine's thread, which may block for as long as loading takes. */
public interface EngineFactory {
    /**
     * Loads the weights and makes an engine of them.
     *
     * @param model name, alias or folder, as the caller gave it
     * @param doorbell for the engine to ring
     * @throws dev.sotto.transcript.TranscriptionException with {@code MODEL_NOT_FOUND} or {@code MODEL_INVALID}
     */
    SlotEngine load(String model, Runnable doorbell);

    /** The one name that stands for a model however it was called; equal names share an engine. */
    String canonicalName(String model);
}
