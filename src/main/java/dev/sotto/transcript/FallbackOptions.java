package dev.sotto.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * When an attempt at a window is good enough, and what is tried after one that is not. Names and defaults follow {@code
 * transcribe()} in whisper/transcribe.py (openai/whisper, MIT).
 *
 * @param temperatures the fallback ladder, tried in order until an attempt is good enough; 0 means greedy
 * @param compressionRatioThreshold an attempt above it is a loop and falls back; empty switches the check off
 * @param logProbabilityThreshold an attempt whose average falls below it falls back; empty switches it off
 * @param noSpeechThreshold a window above it with a poor log probability is silence; empty switches it off
 * @param seed of the random numbers drawn at temperatures above 0
 */
public record FallbackOptions(
        List<Double> temperatures,
        OptionalDouble compressionRatioThreshold,
        OptionalDouble logProbabilityThreshold,
        OptionalDouble noSpeechThreshold,
        long seed) {
    /** From one temperature of the ladder to the next. */
    public static final double TEMPERATURE_STEP = 0.2;

    private static final String TEMPERATURE_EXPECTED = "a number from 0 to 1";

    public static final FallbackOptions DEFAULTS = new Builder().build();

    public FallbackOptions {
        temperatures = List.copyOf(temperatures);
        InvalidOption.check(!temperatures.isEmpty(), "temperature", "", TEMPERATURE_EXPECTED);
        temperatures.forEach(FallbackOptions::checkTemperature);
    }

    private static void checkTemperature(double value) {
        InvalidOption.check(value >= 0 && value <= 1, "temperature", value, TEMPERATURE_EXPECTED);
    }

    /**
     * From the first up to 1 in steps, as numpy's arange counts them in whisper/transcribe.py, function cli (MIT).
     *
     * @param step empty stays at the first
     * @throws InvalidOption if the first lies outside 0 to 1, or there would be more than a hundred steps
     */
    public static List<Double> ladder(double first, OptionalDouble step) {
        checkTemperature(first);
        if (step.isEmpty()) {
            return List.of(first);
        }
        double width = step.getAsDouble();
        InvalidOption.check(width >= 0.01, "temperature_increment_on_fallback", width, "at least 0.01, or none");
        List<Double> ladder = new ArrayList<>();
        for (int i = 0; first + i * width < 1.0 + 1e-6; i++) {
            // rounded, so that 3 * 0.2 is 0.6
            ladder.add(Math.min(1.0, Math.rint((first + i * width) * 1e9) / 1e9));
        }
        return ladder;
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.temperatures = temperatures;
        builder.compressionRatioThreshold = compressionRatioThreshold;
        builder.logProbabilityThreshold = logProbabilityThreshold;
        builder.noSpeechThreshold = noSpeechThreshold;
        builder.seed = seed;
        return builder;
    }

    /** Collects options; what is not set keeps its default, which is written here and nowhere else. Not thread-safe. */
    public static final class Builder {
        private List<Double> temperatures = ladder(0, OptionalDouble.of(TEMPERATURE_STEP));

        public Builder temperatures(List<Double> value) {
            temperatures = value;
            return this;
        }

        private OptionalDouble compressionRatioThreshold = OptionalDouble.of(2.4);

        public Builder compressionRatioThreshold(OptionalDouble value) {
            compressionRatioThreshold = value;
            return this;
        }

        private OptionalDouble logProbabilityThreshold = OptionalDouble.of(-1.0);

        public Builder logProbabilityThreshold(OptionalDouble value) {
            logProbabilityThreshold = value;
            return this;
        }

        private OptionalDouble noSpeechThreshold = OptionalDouble.of(0.6);

        public Builder noSpeechThreshold(OptionalDouble value) {
            noSpeechThreshold = value;
            return this;
        }

        private long seed;

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public FallbackOptions build() {
            return new FallbackOptions(
                    temperatures, compressionRatioThreshold, logProbabilityThreshold, noSpeechThreshold, seed);
        }
    }
}
