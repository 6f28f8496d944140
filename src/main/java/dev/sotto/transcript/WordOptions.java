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
    /** No words. */
    public static final WordOptions DEFAULTS = new Builder().build();

    /** Words, and nothing skipped. */
    public static final WordOptions TIMED = new Builder().timestamps(true).build();

    public WordOptions {
        if (hallucinationSilenceThreshold.isPresent()) {
            double seconds = hallucinationSilenceThreshold.getAsDouble();
            InvalidOption.check(
                    seconds >= 0 && Double.isFinite(seconds),
                    "hallucination_silence_threshold",
                    seconds,
                    "a number of seconds from 0");
            if (!timestamps) {
                throw InvalidOption.without("word_timestamps", "hallucination_silence_threshold", seconds);
            }
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.timestamps = timestamps;
        builder.prependPunctuations = prependPunctuations;
        builder.appendPunctuations = appendPunctuations;
        builder.hallucinationSilenceThreshold = hallucinationSilenceThreshold;
        return builder;
    }

    /** Collects options; what is not set keeps its default, which is written here and nowhere else. Not thread-safe. */
    public static final class Builder {
        private boolean timestamps;

        public Builder timestamps(boolean value) {
            timestamps = value;
            return this;
        }

        private String prependPunctuations = "\"'“¿([{-";

        public Builder prependPunctuations(String value) {
            prependPunctuations = value;
            return this;
        }

        private String appendPunctuations = "\"'.。,，!！?？:：”)]}、";

        public Builder appendPunctuations(String value) {
            appendPunctuations = value;
            return this;
        }

        private OptionalDouble hallucinationSilenceThreshold = OptionalDouble.empty();

        public Builder hallucinationSilenceThreshold(OptionalDouble value) {
            hallucinationSilenceThreshold = value;
            return this;
        }

        public WordOptions build() {
            return new WordOptions(timestamps, prependPunctuations, appendPunctuations, hallucinationSilenceThreshold);
        }
    }
}
