package dev.sotto.transcript;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Which tokens a window's text may be made of. Names and defaults follow DecodingOptions in whisper/decoding.py
 * (openai/whisper, MIT). Goes down to the device as it is.
 *
 * @param withoutTimestamps whether to decode text only: one segment a window
 * @param maxInitialTimestampSeconds the latest start of a window's first segment; empty lifts the bound
 * @param suppressTokens token ids never to be sampled; -1 stands for the checkpoint's own list
 */
public record SamplingOptions(
        boolean withoutTimestamps, OptionalDouble maxInitialTimestampSeconds, List<Integer> suppressTokens) {
    public static final SamplingOptions DEFAULTS = new Builder().build();

    public SamplingOptions {
        suppressTokens = List.copyOf(suppressTokens);
        maxInitialTimestampSeconds.ifPresent(seconds -> InvalidOption.check(
                seconds >= 0, "max_initial_timestamp", seconds, "a number of seconds of at least 0"));
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.withoutTimestamps = withoutTimestamps;
        builder.maxInitialTimestampSeconds = maxInitialTimestampSeconds;
        builder.suppressTokens = suppressTokens;
        return builder;
    }

    /** Collects options; what is not set keeps its default, which is written here and nowhere else. Not thread-safe. */
    public static final class Builder {
        private boolean withoutTimestamps;

        public Builder withoutTimestamps(boolean value) {
            withoutTimestamps = value;
            return this;
        }

        private OptionalDouble maxInitialTimestampSeconds = OptionalDouble.of(1.0);

        public Builder maxInitialTimestampSeconds(OptionalDouble value) {
            maxInitialTimestampSeconds = value;
            return this;
        }

        private List<Integer> suppressTokens = List.of(-1);

        public Builder suppressTokens(List<Integer> value) {
            suppressTokens = value;
            return this;
        }

        public SamplingOptions build() {
            return new SamplingOptions(withoutTimestamps, maxInitialTimestampSeconds, suppressTokens);
        }
    }
}
