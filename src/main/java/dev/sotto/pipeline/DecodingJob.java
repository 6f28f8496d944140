package dev.sotto.pipeline;

import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.WhisperEngine;

/**
 * What all windows of one recording share.
 *
 * @param language code of the language spoken
 */
record DecodingJob(WhisperEngine engine, String language, TranscriptionOptions options, Cancellation cancellation) {}
