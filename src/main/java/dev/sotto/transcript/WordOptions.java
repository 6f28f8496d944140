package dev.sotto.transcript;

import java.util.OptionalDouble;

/**
 * Whether words get times of their own, and what follows from them. Names and defaults follow {@code transcribe()} in
 * whisper/transcribe.py (openai/whisper, MIT).
 *
 * @param timestamps whether each segment gets words; its own start and end then are theirs
 * @param prependPunctuations signs that are written with the word behind them
 * @param appendPunctuations signs that are written with the word before them
 * @param hallucinationSilenceThreshold seconds of silence around improbable words from which on both are skipped; empty
 *     switches it off. Needs {@code timestamps}
 */
public record WordOptions(
        boolean timestamps,
        String prependPunctuations,
        String appendPunctuations,
        OptionalDouble hallucinationSilenceThreshold) {
    public static final String DEFAULT_PREPENDED = "\"'“¿([{-";
    public static final String DEFAULT_APPENDED = "\"'.。,，!！?？:：”)]}、";

    /** No words. */
    public static final WordOptions NONE =
            new WordOptions(false, DEFAULT_PREPENDED, DEFAULT_APPENDED, OptionalDouble.empty());

    /** Words, and nothing skipped. */
    public static final WordOptions TIMED =
            new WordOptions(true, DEFAULT_PREPENDED, DEFAULT_APPENDED, OptionalDouble.empty());

    public WordOptions {
        hallucinationSilenceThreshold.ifPresent(seconds -> {
            if (!(seconds >= 0) || Double.isInfinite(seconds)) {
                throw new IllegalArgumentException(
                        "hallucination silence threshold %s s; expected a number from 0".formatted(seconds));
            }
        });
        if (hallucinationSilenceThreshold.isPresent() && !timestamps) {
            throw new IllegalArgumentException(
                    "a hallucination silence threshold needs word times; ask for both or for neither");
        }
    }

    public WordOptions withHallucinationSilenceThreshold(OptionalDouble seconds) {
        return new WordOptions(timestamps, prependPunctuations, appendPunctuations, seconds);
    }
}
