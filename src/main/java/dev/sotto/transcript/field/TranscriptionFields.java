package dev.sotto.transcript.field;

import dev.sotto.transcript.AlignmentOptions;
import dev.sotto.transcript.ChineseScript;
import dev.sotto.transcript.FallbackOptions;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Languages;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.transcript.SearchOptions;
import dev.sotto.transcript.SpeakerOptions;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.transcript.WordOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How the options of a transcription are written: each has one name, which is that of openai/whisper's command or of
 * faster-whisper, with underscores. A surface may spell a name its own way, but reads it here.
 */
public final class TranscriptionFields {
    private static final String AUTO = "auto";
    private static final String PER_SEGMENT = "per-segment";
    private static final int LANGUAGE_CHARS_SHOWN_MAX = 40;

    private TranscriptionFields() {}

    /**
     * What every surface takes.
     *
     * @throws InvalidOption naming what is wrong
     */
    public static TranscriptionOptions.Builder common(Fields fields) {
        return TranscriptionOptions.builder()
                .prompt(prompt(fields))
                .search(search(fields))
                .words(words(fields))
                .speech(speech(fields))
                .media(media(fields))
                .speakers(speakers(fields));
    }

    /**
     * What {@link #common} takes and all else that openai/whisper's own command does.
     *
     * @throws InvalidOption naming what is wrong
     */
    public static TranscriptionOptions.Builder reference(Fields fields) {
        TranscriptionOptions.Builder options = common(fields)
                .task(task(fields))
                .clips(clips(fields))
                .prompt(wholePrompt(fields))
                .fallback(fallback(fields))
                .sampling(sampling(fields));
        return language(fields, options);
    }

    /**
     * The text that is said, where it is known; of forms alone.
     *
     * @throws InvalidOption if it is too long or has no word
     */
    public static AlignmentOptions alignment(Fields fields) {
        return AlignmentOptions.builder()
                .text(fields.text(AlignmentOptions.TEXT))
                .build();
    }

    /**
     * What to do with speech.
     *
     * @throws InvalidOption if it is no task
     */
    public static Task task(Fields fields) {
        return fields.choice("task", Task::named, Task.TRANSCRIBE.wireName(), "transcribe or translate");
    }

    /**
     * The language that is spoken, as {@link Languages} finds it. {@code auto}, like nothing, means: detect it; and
     * {@code per-segment}: detect that of each window. {@code languages} are those that may be detected.
     *
     * @throws InvalidOption with the list of languages
     */
    public static TranscriptionOptions.Builder language(Fields fields, TranscriptionOptions.Builder options) {
        options.languages(fields.list("languages").stream()
                .map(code -> code(code, "languages"))
                .distinct()
                .toList());
        String text = fields.text("language").map(String::strip).orElse(AUTO);
        if (text.equalsIgnoreCase(AUTO)) {
            return options;
        }
        if (text.replace('_', '-').equalsIgnoreCase(PER_SEGMENT)) {
            return options.languagePerWindow(true);
        }
        return options.language(code(text, "language")).script(ChineseScript.askedBy(text));
    }

    private static String code(String text, String field) {
        return Languages.codeOf(text)
                .orElseThrow(() -> new InvalidOption(field, shortened(text), Languages.expected()));
    }

    private static String shortened(String text) {
        return text.length() <= LANGUAGE_CHARS_SHOWN_MAX ? text : text.substring(0, LANGUAGE_CHARS_SHOWN_MAX) + "...";
    }

    private static PromptOptions prompt(Fields fields) {
        PromptOptions.Builder prompt = PromptOptions.builder();
        fields.text("initial_prompt").ifPresent(prompt::initialPrompt);
        fields.text("hotwords").ifPresent(prompt::hotwords);
        fields.text("prefix").ifPresent(prompt::prefix);
        return prompt.promptResetOnTemperature(
                        fields.number("prompt_reset_on_temperature", PromptOptions.DEFAULTS.promptResetOnTemperature()))
                .build();
    }

    private static PromptOptions wholePrompt(Fields fields) {
        PromptOptions defaults = PromptOptions.DEFAULTS;
        return prompt(fields).toBuilder()
                .carryInitialPrompt(fields.flag("carry_initial_prompt", defaults.carryInitialPrompt()))
                .conditionOnPreviousText(fields.flag("condition_on_previous_text", defaults.conditionOnPreviousText()))
                .build();
    }

    private static FallbackOptions fallback(Fields fields) {
        FallbackOptions defaults = FallbackOptions.DEFAULTS;
        double temperature =
                fields.number("temperature", defaults.temperatures().get(0));
        OptionalDouble step = fields.threshold(
                "temperature_increment_on_fallback", OptionalDouble.of(FallbackOptions.TEMPERATURE_STEP));
        return FallbackOptions.builder()
                .temperatures(FallbackOptions.ladder(temperature, step))
                .compressionRatioThreshold(
                        fields.threshold("compression_ratio_threshold", defaults.compressionRatioThreshold()))
                .logProbabilityThreshold(fields.threshold("logprob_threshold", defaults.logProbabilityThreshold()))
                .noSpeechThreshold(fields.threshold("no_speech_threshold", defaults.noSpeechThreshold()))
                .seed(fields.whole("seed", defaults.seed()))
                .build();
    }

    private static SamplingOptions sampling(Fields fields) {
        SamplingOptions defaults = SamplingOptions.DEFAULTS;
        return SamplingOptions.builder()
                .withoutTimestamps(fields.flag("without_timestamps", defaults.withoutTimestamps()))
                .maxInitialTimestampSeconds(
                        fields.threshold("max_initial_timestamp", defaults.maxInitialTimestampSeconds()))
                .suppressTokens(fields.wholes("suppress_tokens", defaults.suppressTokens()))
                .build();
    }

    private static SearchOptions search(Fields fields) {
        OptionalInt beamSize = fields.whole("beam_size");
        OptionalDouble patience = fields.number("patience");
        // Clients of other servers send their default with every request.
        boolean isDefault = beamSize.isEmpty() && patience.orElse(0) == 1;
        return SearchOptions.builder()
                .beamSize(beamSize)
                .bestOf(fields.whole("best_of"))
                .patience(isDefault ? OptionalDouble.empty() : patience)
                .lengthPenalty(fields.number("length_penalty"))
                .build();
    }

    private static WordOptions words(Fields fields) {
        WordOptions defaults = WordOptions.DEFAULTS;
        return WordOptions.builder()
                .timestamps(fields.flag("word_timestamps", defaults.timestamps()))
                .prependPunctuations(fields.text("prepend_punctuations", defaults.prependPunctuations()))
                .appendPunctuations(fields.text("append_punctuations", defaults.appendPunctuations()))
                .hallucinationSilenceThreshold(
                        fields.threshold("hallucination_silence_threshold", defaults.hallucinationSilenceThreshold()))
                .build();
    }

    private static SpeechOptions speech(Fields fields) {
        SpeechOptions.Builder speech = SpeechOptions.builder().activity(activity(fields));
        fields.choice("mode", Mode::named, "batched or sequential").ifPresent(speech::mode);
        fields.flag("vad_filter").ifPresent(speech::vadFilter);
        return speech.build();
    }

    private static VoiceActivity activity(Fields fields) {
        VoiceActivity defaults = VoiceActivity.DEFAULTS;
        return VoiceActivity.builder()
                .threshold(fields.number("vad_threshold", defaults.threshold()))
                .negativeThreshold(fields.number("vad_neg_threshold"))
                .minSpeechMillis(fields.whole("vad_min_speech_duration_ms", defaults.minSpeechMillis()))
                .maxSpeechSeconds(fields.threshold("vad_max_speech_duration_s", OptionalDouble.empty())
                        .orElse(defaults.maxSpeechSeconds()))
                .minSilenceMillis(fields.whole("vad_min_silence_duration_ms", defaults.minSilenceMillis()))
                .padMillis(fields.whole("vad_speech_pad_ms", defaults.padMillis()))
                .build();
    }

    private static MediaOptions media(Fields fields) {
        MediaOptions defaults = MediaOptions.DEFAULTS;
        double start = fields.seconds("start_seconds", defaults.span().startSeconds());
        double end = fields.seconds("end_seconds", defaults.span().endSeconds());
        if (end < start) {
            throw new InvalidOption("end_seconds", end, "%s s or more".formatted(InvalidOption.shown(start)));
        }
        boolean isSplit = fields.choice("channels", TranscriptionFields::isSplit, "mix", "mix or split");
        return MediaOptions.of(fields.text("audio_track").orElse(""), isSplit, new TimeSpan(start, end));
    }

    private static SpeakerOptions speakers(Fields fields) {
        SpeakerOptions speakers = SpeakerOptions.builder()
                .diarize(fields.flag("diarize", SpeakerOptions.DEFAULTS.diarize()))
                .count(fields.whole("num_speakers"))
                .min(fields.whole("min_speakers"))
                .max(fields.whole("max_speakers"))
                .build();
        if (media(fields).splitsChannels()) {
            speakers.checkNothingCounted();
        }
        return speakers;
    }

    private static Optional<Boolean> isSplit(String channels) {
        return switch (channels) {
            case "mix" -> Optional.of(false);
            case "split" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    /** Start, end, start, end and so on; the last end may be left out. */
    private static List<TimeSpan> clips(Fields fields) {
        String name = "clip_timestamps";
        List<Double> times = fields.numbers(name);
        List<TimeSpan> clips = new ArrayList<>();
        for (int i = 0; i < times.size(); i += 2) {
            double start = times.get(i);
            double end = i + 1 < times.size() ? times.get(i + 1) : Double.POSITIVE_INFINITY;
            if (!(start >= 0 && end >= start)) {
                throw new InvalidOption(
                        name,
                        "%s,%s".formatted(InvalidOption.shown(start), InvalidOption.shown(end)),
                        "start,end,start,end,... in seconds, each end behind its start");
            }
            clips.add(new TimeSpan(start, end));
        }
        return clips;
    }
}
