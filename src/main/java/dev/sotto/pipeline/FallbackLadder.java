package dev.sotto.pipeline;

import dev.sotto.transcript.FallbackOptions;
import dev.sotto.whisper.decode.DecodingResult;
import java.util.Comparator;
import java.util.List;

/**
 * Which attempts at a window are good enough, and which windows are silence.
 *
 * @param hearsRepetition whether text that ends by itself, is probable, and says nothing four times in a row is no loop
 *
 * <p>Follows decode_with_fallback and the no-speech check in whisper/transcribe.py (openai/whisper, MIT).
 */
record FallbackLadder(FallbackOptions options, boolean hearsRepetition) {
    /** The reference's: whatever repeats itself is a loop. */
    FallbackLadder(FallbackOptions options) {
        this(options, false);
    }

    /** One to which a sentence said two or three times is no loop, so that such a window is not decoded at random. */
    static FallbackLadder hearingRepetition(FallbackOptions options) {
        return new FallbackLadder(options, true);
    }

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
                        > options.compressionRatioThreshold().getAsDouble()
                && !(hearsRepetition && isSaidAgain(result));
    }

    /** A loop goes on until there is no room, or at least says the same four times; nobody repeats a sentence so often. */
    private boolean isSaidAgain(DecodingResult result) {
        return !result.isCutOff()
                && !isImprobable(result)
                && HallucinationRules.withoutLoops(result.text()).equals(result.text());
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
