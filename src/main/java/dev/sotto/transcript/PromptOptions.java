package dev.sotto.transcript;

import java.util.Optional;

/**
 * Text that a window's decoding is given along. Names and defaults follow {@code transcribe()} in whisper/transcribe.py
 * (openai/whisper, MIT), those of {@code hotwords} and {@code prefix} faster_whisper/transcribe.py
 * (SYSTRAN/faster-whisper, MIT).
 *
 * @param initialPrompt text that stands before the first window, for style and spelling
 * @param carryInitialPrompt whether the initial prompt stands before every window
 * @param conditionOnPreviousText whether a window sees the text of the windows before it
 * @param promptResetOnTemperature a window decoded above it is no prompt for the next one
 * @param hotwords words to expect, put before the previous text of every window's prompt
 * @param prefix text that the first window's answer must begin with
 */
public record PromptOptions(
        Optional<String> initialPrompt,
        boolean carryInitialPrompt,
        boolean conditionOnPreviousText,
        double promptResetOnTemperature,
        Optional<String> hotwords,
        Optional<String> prefix) {
    public static final PromptOptions DEFAULTS = new Builder().build();

    public PromptOptions {
        InvalidOption.check(
                promptResetOnTemperature >= 0,
                "prompt_reset_on_temperature",
                promptResetOnTemperature,
                "a number of at least 0");
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.initialPrompt = initialPrompt;
        builder.carryInitialPrompt = carryInitialPrompt;
        builder.conditionOnPreviousText = conditionOnPreviousText;
        builder.promptResetOnTemperature = promptResetOnTemperature;
        builder.hotwords = hotwords;
        builder.prefix = prefix;
        return builder;
    }

    /** Collects options; what is not set keeps its default, which is written here and nowhere else. Not thread-safe. */
    public static final class Builder {
        private Optional<String> initialPrompt = Optional.empty();

        public Builder initialPrompt(String value) {
            initialPrompt = Optional.of(value);
            return this;
        }

        private boolean carryInitialPrompt;

        public Builder carryInitialPrompt(boolean value) {
            carryInitialPrompt = value;
            return this;
        }

        private boolean conditionOnPreviousText = true;

        public Builder conditionOnPreviousText(boolean value) {
            conditionOnPreviousText = value;
            return this;
        }

        private double promptResetOnTemperature = 0.5;

        public Builder promptResetOnTemperature(double value) {
            promptResetOnTemperature = value;
            return this;
        }

        private Optional<String> hotwords = Optional.empty();

        public Builder hotwords(String value) {
            hotwords = Optional.of(value);
            return this;
        }

        private Optional<String> prefix = Optional.empty();

        public Builder prefix(String value) {
            prefix = Optional.of(value);
            return this;
        }

        public PromptOptions build() {
            return new PromptOptions(
                    initialPrompt,
                    carryInitialPrompt,
                    conditionOnPreviousText,
                    promptResetOnTemperature,
                    hotwords,
                    prefix);
        }
    }
}
