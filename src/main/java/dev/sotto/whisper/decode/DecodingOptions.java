package dev.sotto.whisper.decode;

import dev.sotto.transcript.SamplingOptions;
import dev.sotto.transcript.Task;
import java.util.List;
import java.util.OptionalInt;

/**
 * How one window is decoded, once. Names and defaults follow DecodingOptions in whisper/decoding.py (openai/whisper,
 * MIT).
 *
 * @param language code; ignored by English-only models
 * @param prompt tokens of earlier text; only the newest 223 are kept
 * @param prefix tokens the answer must begin with
 * @param goesOn whether the prefix is the beginning of the window's own answer, so that the timestamp rules look back to it;
 *     a caller's prefix is not, as in the reference
 * @param sampling which tokens the answer may be made of
 * @param temperature 0 takes the most probable token, above it draws
 * @param seed of the draws
 * @param search how many hypotheses are followed, and how
 * @param sampleLengthTokens most tokens to sample; empty means half the text context
 * @param suppressBlank whether the first sampled token may be neither a blank nor the end of text
 */
public record DecodingOptions(
        Task task,
        String language,
        List<Integer> prompt,
        List<Integer> prefix,
        boolean goesOn,
        SamplingOptions sampling,
        double temperature,
        long seed,
        DecodingSearch search,
        OptionalInt sampleLengthTokens,
        boolean suppressBlank) {
    public DecodingOptions {
        prompt = List.copyOf(prompt);
        prefix = List.copyOf(prefix);
    }

    /** Options whose prefix is the caller's. */
    public DecodingOptions(
            Task task,
            String language,
            List<Integer> prompt,
            List<Integer> prefix,
            SamplingOptions sampling,
            double temperature,
            long seed,
            DecodingSearch search,
            OptionalInt sampleLengthTokens,
            boolean suppressBlank) {
        this(
                task,
                language,
                prompt,
                prefix,
                false,
                sampling,
                temperature,
                seed,
                search,
                sampleLengthTokens,
                suppressBlank);
    }
}
