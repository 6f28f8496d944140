package dev.sotto.pipeline;

import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.decode.DecodingResult;

/**
 * Which attempts at a window are good enough, and which windows are silence.
 *
 * <p>Follows decode_with_fallback and the no-speech check in whisper/transcribe.py (openai/whisper, MIT).
 */
record FallbackLadder(TranscriptionOptions options) {
    /** Whether the next temperature should be tried. */
    boolean needsFallback(DecodingResult result) {
        boolean loops = options.compressionRatioThreshold().isPresent()
                && result.compressionRatio()
                        > options.compressionRatioThreshold().getAsDouble();
        boolean improbable = isImprobable(result);
        boolean silent = improbable && exceedsNoSpeech(result);
        return (loops || improbable) && !silent;
    }

    /** Whether the window's text is to be dropped. */
    boolean isSilence(DecodingResult result) {
        boolean confident = options.logProbabilityThreshold().isPresent()
                && result.averageLogProbability()
                        > options.logProbabilityThreshold().getAsDouble();
        return exceedsNoSpeech(result) && !confident;
    }

    private boolean isImprobable(DecodingResult result) {
        return options.logProbabilityThreshold().isPresent()
                && result.averageLogProbability()
                        < options.logProbabilityThreshold().getAsDouble();
    }

    private boolean exceedsNoSpeech(DecodingResult result) {
        return options.noSpeechThreshold().isPresent()
                && result.noSpeechProbability() > options.noSpeechThreshold().getAsDouble();
    }
}
