package dev.sotto.pipeline;

import dev.sotto.transcript.AudioContext;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.WhisperEngine;

/**
 * What all windows of one recording share.
 *
 * @param language code of the language spoken
 * @param length of windows
 */
record DecodingJob(
        WhisperEngine engine,
        String language,
        TranscriptionOptions options,
        WindowLength length,
        Cancellation cancellation) {
    /** One whose windows are heard whole. */
    DecodingJob(WhisperEngine engine, String language, TranscriptionOptions options, Cancellation cancellation) {
        this(engine, language, options, WindowLength.of(AudioContext.FULL, engine.model()), cancellation);
    }
}
