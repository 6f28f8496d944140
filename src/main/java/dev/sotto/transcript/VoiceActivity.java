package dev.sotto.transcript;

import java.util.OptionalDouble;

/**
 * What counts as speech. Names and defaults follow VadOptions in faster_whisper/vad.py (SYSTRAN/faster-whisper, MIT).
 *
 * @param threshold a window of 32 ms at least so probable is speech; within (0, 1)
 * @param negativeThreshold speech ends where it is less probable; empty means 0.15 below the threshold
 * @param minSpeechMillis a shorter stretch is noise
 * @param maxSpeechSeconds a longer stretch is cut at its longest pause; may be infinite
 * @param minSilenceMillis a shorter pause is part of the speech
 * @param padMillis kept before and behind each stretch
 */
public record VoiceActivity(
        double threshold,
        OptionalDouble negativeThreshold,
        int minSpeechMillis,
        double maxSpeechSeconds,
        int minSilenceMillis,
        int padMillis) {
    private static final int MILLIS_MAX = 3_600_000;

    public static final VoiceActivity DEFAULTS =
            new VoiceActivity(0.5, OptionalDouble.empty(), 0, Double.POSITIVE_INFINITY, 2000, 400);

    public VoiceActivity {
        require(threshold > 0 && threshold < 1, "threshold", threshold, "a number between 0 and 1");
        double negative = negativeThreshold.orElse(0);
        require(negative >= 0 && negative <= threshold, "neg_threshold", negative, "from 0 to the threshold");
        requireMillis("min_speech_duration_ms", minSpeechMillis);
        requireMillis("min_silence_duration_ms", minSilenceMillis);
        requireMillis("speech_pad_ms", padMillis);
        require(maxSpeechSeconds >= 1, "max_speech_duration_s", maxSpeechSeconds, "at least 1, or inf");
    }

    private static void requireMillis(String name, int value) {
        require(value >= 0 && value <= MILLIS_MAX, name, value, "from 0 to " + MILLIS_MAX);
    }

    private static void require(boolean holds, String name, Number value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("%s %s; expected %s".formatted(name, value, expected));
        }
    }

    /** As given, or 0.15 below the threshold but never 0. */
    public double silenceThreshold() {
        return negativeThreshold.orElse(Math.max(threshold - 0.15, 0.01));
    }
}
