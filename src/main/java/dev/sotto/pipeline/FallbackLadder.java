package dev.sotto.pipeline;

import dev.sotto.transcript.FallbackOptions;
import dev.sotto.whisper.decode.DecodingResult;
import java.util.Comparator;
import java.util.List;

/**
 * Which attempts at a window are good enough, and which windows are silence.
 *
 * <p>Follows decode_with_fallback and the no-speech check in whisper/transcribe.py (openai/whisper, MIT).
 */
record FallbackLadder(FallbackOptions options) {
    /** Whether the next temperature should be tried. */
    boolean needsFallback(DecodingResult result) {
        boolean improbable = isImprobable(result);
        boolean silent = improbable && exceedsNoSpeech(result);
        return (isLoop(result) || improbable) && !silent;
    }

    /** Whether the window's text is to be dropped. */
    boolean isSilence(DecodingResult result) {
        boolean confident = options.logProbabilityThreshold().isPresent()
                && result.averageLogProbability()
                        > options.logProbabilityThreshold().getAsDouble();
        return exceedsNoSpeech(result) && !confident;
    }

    /**
     * Of attempts that all failed the likeliest that is no loop; the likeliest of all if every one is.
     *
     * <p>Follows the end of generate_with_fallback in faster_whisper/transcribe.py (SYSTRAN/faster-whisper, MIT).
     */
    DecodingResult best(List<DecodingResult> attempts) {
        List<DecodingResult> plain =
                attempts.stream().filter(attempt -> !isLoop(attempt)).toList();
        return (plain.isEmpty() ? attempts : plain)
                .stream()
                        .max(Comparator.comparingDouble(DecodingResult::averageLogProbability))
                        .orElseThrow();
    }

    boolean isLoop(DecodingResult result) {
        return options.compressionRatioThreshold().isPresent()
                && result.compressionRatio()
                        > options.compressionRatioThreshold().getAsDouble();
    }

    boolean isImprobable(DecodingResult result) {
        return options.logProbabilityThreshold().isPresent()
                && result.averageLogProbability()
                        < options.logProbabilityThreshold().getAsDouble();
    }

    private boolean exceedsNoSpeech(DecodingResult result) {
        return options.noSpeechThreshold().isPresent()
                && result.noSpeechProbability() > options.noSpeechThreshold().getAsDouble();
    }
}
