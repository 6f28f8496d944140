package dev.sotto.transcript;

import java.util.List;
import java.util.Optional;

/**
 * What a caller may choose for one transcription, in groups. An option is named, checked and given its default in its
 * group; how it is written as text is said in {@link dev.sotto.transcript.field.TranscriptionFields}.
 *
 * @param language code such as {@code de}; empty means: detect it
 * @param languages codes of which one is detected; empty means any. Where {@code language} is given it counts
 * @param script in which Chinese is written; empty means as it is heard, all in one
 * @param languagePerWindow whether each window's language is detected, instead of one for all; {@code language} is empty then
 * @param clips the spans to transcribe, in order; empty means the whole recording
 * @param prompt text that a window's decoding is given along
 * @param fallback when an attempt at a window is good enough
 * @param sampling which tokens a window's text may be made of
 * @param search how many hypotheses of a window are followed
 * @param words whether and how words get times
 * @param speech which parts are transcribed, and in what order
 * @param media which sound of the file
 * @param speakers whether speakers are told apart; words are timed then
 * @param alignment a text that is known, of which only the times are asked for; words are timed then
 */
public record TranscriptionOptions(
        Task task,
        Optional<String> language,
        List<String> languages,
        Optional<ChineseScript> script,
        boolean languagePerWindow,
        List<TimeSpan> clips,
        PromptOptions prompt,
        FallbackOptions fallback,
        SamplingOptions sampling,
        SearchOptions search,
        WordOptions words,
        SpeechOptions speech,
        MediaOptions media,
        SpeakerOptions speakers,
        AlignmentOptions alignment) {
    public static final TranscriptionOptions DEFAULTS = new Builder().build();

    public TranscriptionOptions {
        languages = List.copyOf(languages);
        clips = List.copyOf(clips);
        boolean isAligned = alignment.text().isPresent();
        words = speakers.diarize() || isAligned
                ? words.toBuilder().timestamps(true).build()
                : words;
        boolean isSequential = speech.mode().filter(Mode.SEQUENTIAL::equals).isPresent();
        InvalidOption.check(
                !(languagePerWindow && isSequential),
                "mode",
                Mode.SEQUENTIAL.wireName(),
                "batched, which language per-segment needs");
        if (isAligned) {
            checkAligned(task, languagePerWindow, media);
        }
    }

    private static void checkAligned(Task task, boolean languagePerWindow, MediaOptions media) {
        InvalidOption.check(
                task == Task.TRANSCRIBE, "task", task.wireName(), "transcribe, as a text is given to align");
        InvalidOption.check(
                !languagePerWindow, "language", "per-segment", "the one language of the text that is given to align");
        InvalidOption.check(!media.splitsChannels(), "channels", "split", "mix, as a text is given to align");
    }

    /** The same for the whole recording. */
    public TranscriptionOptions withoutClips() {
        return toBuilder().clips(List.of()).media(media.whole()).build();
    }

    /** {@link #clips} within the span of {@link #media}; empty means the whole recording. */
    public List<TimeSpan> wantedSpans() {
        return media.within(clips);
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.task = task;
        builder.language = language;
        builder.languages = languages;
        builder.script = script;
        builder.languagePerWindow = languagePerWindow;
        builder.clips = clips;
        builder.prompt = prompt;
        builder.fallback = fallback;
        builder.sampling = sampling;
        builder.search = search;
        builder.words = words;
        builder.speech = speech;
        builder.media = media;
        builder.speakers = speakers;
        builder.alignment = alignment;
        return builder;
    }

    /** Collects options; everything not set keeps its group's default. Not thread-safe. */
    public static final class Builder {
        private Task task = Task.TRANSCRIBE;

        public Builder task(Task value) {
            task = value;
            return this;
        }

        private Optional<String> language = Optional.empty();

        public Builder language(String value) {
            language = Optional.of(value);
            return this;
        }

        /** The language is found out, whatever was said of it before. */
        public Builder languageDetected() {
            language = Optional.empty();
            return this;
        }

        private List<String> languages = List.of();

        public Builder languages(List<String> value) {
            languages = value;
            return this;
        }

        private Optional<ChineseScript> script = Optional.empty();

        public Builder script(Optional<ChineseScript> value) {
            script = value;
            return this;
        }

        private boolean languagePerWindow;

        public Builder languagePerWindow(boolean value) {
            languagePerWindow = value;
            return this;
        }

        private List<TimeSpan> clips = List.of();

        public Builder clips(List<TimeSpan> value) {
            clips = value;
            return this;
        }

        private PromptOptions prompt = PromptOptions.DEFAULTS;

        public Builder prompt(PromptOptions value) {
            prompt = value;
            return this;
        }

        private FallbackOptions fallback = FallbackOptions.DEFAULTS;

        public Builder fallback(FallbackOptions value) {
            fallback = value;
            return this;
        }

        private SamplingOptions sampling = SamplingOptions.DEFAULTS;

        public Builder sampling(SamplingOptions value) {
            sampling = value;
            return this;
        }

        private SearchOptions search = SearchOptions.DEFAULTS;

        public Builder search(SearchOptions value) {
            search = value;
            return this;
        }

        private WordOptions words = WordOptions.DEFAULTS;

        public Builder words(WordOptions value) {
            words = value;
            return this;
        }

        private SpeechOptions speech = SpeechOptions.DEFAULTS;

        public Builder speech(SpeechOptions value) {
            speech = value;
            return this;
        }

        private MediaOptions media = MediaOptions.DEFAULTS;

        public Builder media(MediaOptions value) {
            media = value;
            return this;
        }

        private SpeakerOptions speakers = SpeakerOptions.DEFAULTS;

        public Builder speakers(SpeakerOptions value) {
            speakers = value;
            return this;
        }

        private AlignmentOptions alignment = AlignmentOptions.DEFAULTS;

        public Builder alignment(AlignmentOptions value) {
            alignment = value;
            return this;
        }

        public TranscriptionOptions build() {
            return new TranscriptionOptions(
                    task,
                    language,
                    languages,
                    script,
                    languagePerWindow,
                    clips,
                    prompt,
                    fallback,
                    sampling,
                    search,
                    words,
                    speech,
                    media,
                    speakers,
                    alignment);
        }
    }
}
