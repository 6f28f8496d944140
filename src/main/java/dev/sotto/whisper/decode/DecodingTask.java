package dev.sotto.whisper.decode;

import dev.sotto.transcript.SamplingOptions;

/**
 * Everything a slot needs to decode a window: options resolved against the checkpoint's tokens.
 *
 * @param tokens the prompt, from the previous text to the prefix
 * @param begin where in {@code tokens} the text begins that the timestamp rules look back to: their number, unless a window's
 *     own text is gone on with
 * @param sotIndex where in {@code tokens} the start of transcript stands
 * @param suppressed ids never sampled
 * @param suppressedFirst ids not sampled first
 * @param lengthLimitTokens length, prompt included, at which decoding ends
 * @param maxInitialTimestampToken greatest id the first timestamp may have
 * @param sampling as the caller gave it; of it the timestamp rules hold unless there are no timestamps
 * @param temperature 0 takes the most probable token, above it draws
 * @param seed of the draws
 * @param search how many hypotheses are followed, and how
 */
@SuppressWarnings("ArrayRecordComponent") // passed once to native memory; equality is never asked for
public record DecodingTask(
        int[] tokens,
        int begin,
        int sotIndex,
        int[] suppressed,
        int[] suppressedFirst,
        int lengthLimitTokens,
        int maxInitialTimestampToken,
        SamplingOptions sampling,
        double temperature,
        long seed,
        DecodingSearch search) {
    /** A task whose answer begins behind its tokens. */
    public DecodingTask(
            int[] tokens,
            int sotIndex,
            int[] suppressed,
            int[] suppressedFirst,
            int lengthLimitTokens,
            int maxInitialTimestampToken,
            SamplingOptions sampling,
            double temperature,
            long seed,
            DecodingSearch search) {
        this(
                tokens,
                tokens.length,
                sotIndex,
                suppressed,
                suppressedFirst,
                lengthLimitTokens,
                maxInitialTimestampToken,
                sampling,
                temperature,
                seed,
                search);
    }
}
