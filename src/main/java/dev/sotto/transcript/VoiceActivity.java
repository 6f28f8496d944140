package dev.sotto.transcript;

import java.util.OptionalDouble;

/**
 * What counts as speech. Names and defaults follow VadOptions in faster_whisper/vad.py (SYSTRAN/faster-whisper, MIT),
 * with {@code vad_} before them.
 *
 * @param threshold a window of 32 ms at least so probable is speech; within (0, 1)
 * @param negativeThreshold speech ends where it is less probable; empty means 0.15 below the threshold
 * @param minSpeechMillis shorter speech is noise
 * @param maxSpeechSeconds longer speech is cut at its longest pause; may be infinite
 * @param minSilenceMillis a shorter pause is part of the speech
 * @param padMillis kept before and behind each piece of speech
 */
public record VoiceActivity(
        double threshold,
        OptionalDouble negativeThreshold,
        int minSpeechMillis,
        double maxSpeechSeconds,
        int minSilenceMillis,
        int padMillis) {
    private static final int MILLIS_MAX = 3_600_000;

    public static final VoiceActivity DEFAULTS = new Builder().build();

    public VoiceActivity {
        InvalidOption.check(threshold > 0 && threshold < 1, "vad_threshold", threshold, "a number between 0 and 1");
        double negative = negativeThreshold.orElse(0);
        InvalidOption.check(
                negative >= 0 && negative <= threshold, "vad_neg_threshold", negative, "from 0 to the threshold");
        checkMillis("vad_min_speech_duration_ms", minSpeechMillis);
        checkMillis("vad_min_silence_duration_ms", minSilenceMillis);
        checkMillis("vad_speech_pad_ms", padMillis);
        InvalidOption.check(
                maxSpeechSeconds >= 1, "vad_max_speech_duration_s", maxSpeechSeconds, "at least 1, or none");
    }

    private static void checkMillis(String name, int value) {
        InvalidOption.check(value >= 0 && value <= MILLIS_MAX, name, value, "from 0 to " + MILLIS_MAX);
    }

    /** As given, or 0.15 below the threshold but never 0. */
    public double silenceThreshold() {
        return negativeThreshold.orElse(Math.max(threshold - 0.15, 0.01));
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.threshold = threshold;
        builder.negativeThreshold = negativeThreshold;
        builder.minSpeechMillis = minSpeechMillis;
        builder.maxSpeechSeconds = maxSpeechSeconds;
        builder.minSilenceMillis = minSilenceMillis;
        builder.padMillis = padMillis;
        return builder;
    }

    /** Collects options; what is not set keeps its default, which is written here and nowhere else. Not thread-safe. */
    public static final class Builder {
        private double threshold = 0.5;

        public Builder threshold(double value) {
            threshold = value;
            return this;
        }

        private OptionalDouble negativeThreshold = OptionalDouble.empty();

        public Builder negativeThreshold(OptionalDouble value) {
            negativeThreshold = value;
            return this;
        }

        private int minSpeechMillis;

        public Builder minSpeechMillis(int value) {
            minSpeechMillis = value;
            return this;
        }

        private double maxSpeechSeconds = Double.POSITIVE_INFINITY;

        public Builder maxSpeechSeconds(double value) {
            maxSpeechSeconds = value;
            return this;
        }

        private int minSilenceMillis = 2000;

        public Builder minSilenceMillis(int value) {
            minSilenceMillis = value;
            return this;
        }

        private int padMillis = 400;

        public Builder padMillis(int value) {
            padMillis = value;
            return this;
        }

        public VoiceActivity build() {
            return new VoiceActivity(
                    threshold, negativeThreshold, minSpeechMillis, maxSpeechSeconds, minSilenceMillis, padMillis);
        }
    }
}
