package dev.sotto.transcript;

import java.util.Optional;

/**
 * How the spoken parts of a recording are found and walked through.
 *
 * @param mode empty means the server's own
 * @param vadFilter whether what is not speech is left out; empty means that it is. In sequential mode {@code false} gives
 *     the transcript of openai/whisper, with what it writes where nobody speaks
 * @param activity what counts as speech
 */
public record SpeechOptions(Optional<Mode> mode, Optional<Boolean> vadFilter, VoiceActivity activity) {
    public static final SpeechOptions DEFAULTS = new Builder().build();

    /** Whether what is not speech is left out. */
    public boolean filters() {
        return vadFilter.orElse(true);
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.mode = mode;
        builder.vadFilter = vadFilter;
        builder.activity = activity;
        return builder;
    }

    /** Collects options; what is not set keeps its default, which is written here and nowhere else. Not thread-safe. */
    public static final class Builder {
        private Optional<Mode> mode = Optional.empty();

        public Builder mode(Mode value) {
            mode = Optional.of(value);
            return this;
        }

        private Optional<Boolean> vadFilter = Optional.empty();

        public Builder vadFilter(boolean value) {
            vadFilter = Optional.of(value);
            return this;
        }

        private VoiceActivity activity = VoiceActivity.DEFAULTS;

        public Builder activity(VoiceActivity value) {
            activity = value;
            return this;
        }

        public SpeechOptions build() {
            return new SpeechOptions(mode, vadFilter, activity);
        }
    }
}
