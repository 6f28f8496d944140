package dev.sotto.pipeline;

import dev.sotto.transcript.AudioContext;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.WhisperEngine;

/**
 * What all windows of one recording share.
 *
 * @param spoken the language
 * @param length of windows
 */
record DecodingJob(
        WhisperEngine engine,
        SpokenLanguage spoken,
        TranscriptionOptions options,
        WindowLength length,
        Cancellation cancellation) {
    /** One whose language is given. */
    DecodingJob(
            WhisperEngine engine,
            String language,
            TranscriptionOptions options,
            WindowLength length,
            Cancellation cancellation) {
        this(engine, SpokenLanguage.given(language), options, length, cancellation);
    }

    /** One whose windows are heard whole. */
    DecodingJob(WhisperEngine engine, SpokenLanguage spoken, TranscriptionOptions options, Cancellation cancellation) {
        this(engine, spoken, options, WindowLength.of(AudioContext.FULL, engine.model()), cancellation);
    }

    /** Both. */
    DecodingJob(WhisperEngine engine, String language, TranscriptionOptions options, Cancellation cancellation) {
        this(engine, SpokenLanguage.given(language), options, cancellation);
    }

    /** Code of the language spoken. */
    String language() {
        return spoken.code();
    }
}
