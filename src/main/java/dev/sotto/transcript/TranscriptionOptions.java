package dev.sotto.transcript;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a caller may choose for one transcription. Names and defaults follow {@code transcribe()} in
 * whisper/transcribe.py (openai/whisper, MIT).
 *
 * @param language code such as {@code de}; empty means: detect it
 * @param initialPrompt text that stands before the first window, for style and spelling
 * @param carryInitialPrompt whether the initial prompt stands before every window
 * @param conditionOnPreviousText whether a window sees the text of the windows before it
 * @param temperatures the fallback ladder, tried in order until an attempt is good enough; 0 means greedy
 * @param compressionRatioThreshold an attempt above it is a loop and falls back; empty switches the check off
 * @param logProbabilityThreshold an attempt whose average falls below it falls back; empty switches it off
 * @param noSpeechThreshold a window above it with a poor log probability is silence; empty switches it off
 * @param clips the stretches to transcribe, in order; empty means the whole recording
 * @param withoutTimestamps whether to decode text only: one segment a window
 * @param maxInitialTimestampSeconds the latest start of a window's first segment; empty lifts the bound
 * @param suppressTokens token ids never to be sampled; -1 stands for the checkpoint's own list
 * @param seed of the random numbers drawn at temperatures above 0
 * @param words whether and how words get times
 * @param search how many hypotheses of a window are followed
 * @param prefix text that the first window's answer must begin with, as in faster-whisper
 * @param hotwords words to expect, put before the previous text of every window's prompt, as in faster-whisper
 * @param promptResetOnTemperature a window decoded above it is no prompt for the next one
 * @param speech which parts are transcribed, and in what order
 * @param media which sound of the file
 */
public record TranscriptionOptions(
        Task task,
        Optional<String> language,
        Optional<String> initialPrompt,
        boolean carryInitialPrompt,
        boolean conditionOnPreviousText,
        List<Double> temperatures,
        OptionalDouble compressionRatioThreshold,
        OptionalDouble logProbabilityThreshold,
        OptionalDouble noSpeechThreshold,
        List<TimeSpan> clips,
        boolean withoutTimestamps,
        OptionalDouble maxInitialTimestampSeconds,
        List<Integer> suppressTokens,
        long seed,
        WordOptions words,
        SearchOptions search,
        Optional<String> prefix,
        Optional<String> hotwords,
        double promptResetOnTemperature,
        SpeechOptions speech,
        MediaOptions media) {

    /** The reference's own ladder. */
    public static final List<Double> DEFAULT_TEMPERATURES = List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);

    public TranscriptionOptions {
        temperatures = List.copyOf(temperatures);
        clips = List.copyOf(clips);
        suppressTokens = List.copyOf(suppressTokens);
        if (temperatures.isEmpty() || temperatures.stream().anyMatch(t -> !(t >= 0 && t <= 1))) {
            throw new IllegalArgumentException(
                    "temperatures %s; expected at least one, each from 0 to 1".formatted(temperatures));
        }
        if (!(maxInitialTimestampSeconds.orElse(0) >= 0)) {
            throw new IllegalArgumentException("max_initial_timestamp %s; expected a number of seconds of at least 0"
                    .formatted(maxInitialTimestampSeconds.getAsDouble()));
        }
        if (!(promptResetOnTemperature >= 0)) {
            throw new IllegalArgumentException("prompt_reset_on_temperature %s; expected a number of at least 0"
                    .formatted(promptResetOnTemperature));
        }
    }

    public static TranscriptionOptions defaults() {
        return builder().build();
    }

    /** The same for the whole recording. */
    public TranscriptionOptions withoutClips() {
        return new TranscriptionOptions(
                task,
                language,
                initialPrompt,
                carryInitialPrompt,
                conditionOnPreviousText,
                temperatures,
                compressionRatioThreshold,
                logProbabilityThreshold,
                noSpeechThreshold,
                List.of(),
                withoutTimestamps,
                maxInitialTimestampSeconds,
                suppressTokens,
                seed,
                words,
                search,
                prefix,
                hotwords,
                promptResetOnTemperature,
                speech,
                media.whole());
    }

    /** {@link #clips} within the span of {@link #media}; empty means the whole recording. */
    public List<TimeSpan> stretches() {
        return media.within(clips);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; everything not set keeps the reference's default. Not thread-safe. */
    public static final class Builder {
        private Task task = Task.TRANSCRIBE;
        private Optional<String> language = Optional.empty();
        private Optional<String> initialPrompt = Optional.empty();
        private boolean carryInitialPrompt;
        private boolean conditionOnPreviousText = true;
        private List<Double> temperatures = DEFAULT_TEMPERATURES;
        private OptionalDouble compressionRatioThreshold = OptionalDouble.of(2.4);
        private OptionalDouble logProbabilityThreshold = OptionalDouble.of(-1.0);
        private OptionalDouble noSpeechThreshold = OptionalDouble.of(0.6);
        private List<TimeSpan> clips = List.of();
        private boolean withoutTimestamps;
        private OptionalDouble maxInitialTimestampSeconds = OptionalDouble.of(1.0);
        private List<Integer> suppressTokens = List.of(-1);
        private long seed;
        private WordOptions words = WordOptions.NONE;
        private SearchOptions search = SearchOptions.NONE;
        private Optional<String> prefix = Optional.empty();
        private Optional<String> hotwords = Optional.empty();
        private double promptResetOnTemperature = 0.5;
        private SpeechOptions speech = SpeechOptions.DEFAULTS;
        private MediaOptions media = MediaOptions.DEFAULTS;

        private Builder() {}

        public Builder task(Task value) {
            task = value;
            return this;
        }

        public Builder language(String value) {
            language = Optional.of(value);
            return this;
        }

        public Builder initialPrompt(String value) {
            initialPrompt = Optional.of(value);
            return this;
        }

        public Builder carryInitialPrompt(boolean value) {
            carryInitialPrompt = value;
            return this;
        }

        public Builder conditionOnPreviousText(boolean value) {
            conditionOnPreviousText = value;
            return this;
        }

        public Builder temperatures(List<Double> value) {
            temperatures = value;
            return this;
        }

        public Builder compressionRatioThreshold(OptionalDouble value) {
            compressionRatioThreshold = value;
            return this;
        }

        public Builder logProbabilityThreshold(OptionalDouble value) {
            logProbabilityThreshold = value;
            return this;
        }

        public Builder noSpeechThreshold(OptionalDouble value) {
            noSpeechThreshold = value;
            return this;
        }

        public Builder clips(List<TimeSpan> value) {
            clips = value;
            return this;
        }

        public Builder withoutTimestamps(boolean value) {
            withoutTimestamps = value;
            return this;
        }

        public Builder maxInitialTimestampSeconds(OptionalDouble value) {
            maxInitialTimestampSeconds = value;
            return this;
        }

        public Builder suppressTokens(List<Integer> value) {
            suppressTokens = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder words(WordOptions value) {
            words = value;
            return this;
        }

        public Builder search(SearchOptions value) {
            search = value;
            return this;
        }

        public Builder prefix(String value) {
            prefix = Optional.of(value);
            return this;
        }

        public Builder hotwords(String value) {
            hotwords = Optional.of(value);
            return this;
        }

        public Builder promptResetOnTemperature(double value) {
            promptResetOnTemperature = value;
            return this;
        }

        public Builder speech(SpeechOptions value) {
            speech = value;
            return this;
        }

        public Builder media(MediaOptions value) {
            media = value;
            return this;
        }

        public TranscriptionOptions build() {
            return new TranscriptionOptions(
                    task,
                    language,
                    initialPrompt,
                    carryInitialPrompt,
                    conditionOnPreviousText,
                    temperatures,
                    compressionRatioThreshold,
                    logProbabilityThreshold,
                    noSpeechThreshold,
                    clips,
                    withoutTimestamps,
                    maxInitialTimestampSeconds,
                    suppressTokens,
                    seed,
                    words,
                    search,
                    prefix,
                    hotwords,
                    promptResetOnTemperature,
                    speech,
                    media);
        }
    }
}
