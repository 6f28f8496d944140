package dev.sotto.worker.engine;

import dev.sotto.diarize.SpeakerDevice;
import dev.sotto.whisper.WhisperEngine;

/** The right to use a loaded model; while it is open the model stays loaded. Closing it twice does nothing. */
public interface EngineLease extends AutoCloseable {
    WhisperEngine engine();

    /** The speaker networks on the same device, in turns with the model; loaded when first used. */
    SpeakerDevice speakers();

    @Override
    void close();
}
