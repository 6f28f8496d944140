package dev.sotto.format.stored;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.sotto.edit.Operation;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.transcript.ChineseScript;
import dev.sotto.transcript.FallbackOptions;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.Word;
import dev.sotto.transcript.WordOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Where a stored field is not called as its record's component in snake case, or lies elsewhere. The names are those that
 * the first rows were written with, and stay: a component may be renamed, what is stored may not.
 */
final class StoredNames {
    static final Map<Class<?>, Class<?>> BY_TYPE = Map.ofEntries(
            Map.entry(TranscriptionOptions.class, OptionNames.class),
            Map.entry(SamplingOptions.class, SamplingNames.class),
            Map.entry(WordOptions.class, WordOptionNames.class),
            Map.entry(SpeechOptions.class, SpeechNames.class),
            Map.entry(VoiceActivity.class, ActivityNames.class),
            Map.entry(MediaOptions.class, MediaNames.class),
            Map.entry(TimeSpan.class, SpanNames.class),
            Map.entry(Task.class, EnumNames.class),
            Map.entry(Mode.class, EnumNames.class),
            Map.entry(ChineseScript.class, EnumNames.class),
            Map.entry(TranscriptFormat.class, EnumNames.class),
            Map.entry(Transcript.class, TranscriptNames.class),
            Map.entry(Segment.class, SegmentNames.class),
            Map.entry(Word.class, WordNames.class),
            Map.entry(Warning.class, WarningForm.class),
            Map.entry(Speakers.Turn.class, TurnNames.class),
            Map.entry(Speakers.Summary.class, SummaryNames.class),
            Map.entry(Speakers.Shortfall.class, EnumNames.class),
            Map.entry(Operation.class, OperationForm.class),
            Map.entry(ResumePoint.class, ResumeNames.class),
            Map.entry(ResumePoint.Batched.class, BatchedNames.class),
            Map.entry(ResumePoint.Sequential.class, SequentialNames.class));

    private StoredNames() {}

    interface EnumNames {
        @JsonValue
        String wireName();
    }

    interface OptionNames {
        @JsonUnwrapped
        PromptOptions prompt();

        @JsonUnwrapped
        FallbackOptions fallback();

        @JsonUnwrapped
        SamplingOptions sampling();
    }

    interface SamplingNames {
        @JsonProperty("max_initial_timestamp")
        OptionalDouble maxInitialTimestampSeconds();
    }

    interface WordOptionNames {
        @JsonProperty("prepend")
        String prependPunctuations();

        @JsonProperty("append")
        String appendPunctuations();
    }

    interface SpeechNames {
        @JsonUnwrapped
        VoiceActivity activity();
    }

    interface ActivityNames {
        @JsonProperty("neg_threshold")
        OptionalDouble negativeThreshold();

        @JsonProperty("min_speech_ms")
        int minSpeechMillis();

        @JsonProperty("max_speech_s")
        double maxSpeechSeconds();

        @JsonProperty("min_silence_ms")
        int minSilenceMillis();

        @JsonProperty("pad_ms")
        int padMillis();
    }

    interface MediaNames {
        @JsonUnwrapped
        TimeSpan span();
    }

    interface SpanNames {
        @JsonProperty("start")
        double startSeconds();

        @JsonProperty("end")
        double endSeconds();
    }

    interface TranscriptNames {
        @JsonProperty("duration")
        double durationSeconds();

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Warning> warnings();

        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Speakers> speakers();

        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        OptionalDouble languageProbability();
    }

    interface SummaryNames {
        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        OptionalDouble likeness();
    }

    interface TurnNames {
        @JsonProperty("start")
        double startSeconds();

        @JsonProperty("end")
        double endSeconds();
    }

    interface SegmentNames {
        @JsonProperty("seek")
        int seekFrames();

        @JsonProperty("start")
        double startSeconds();

        @JsonProperty("end")
        double endSeconds();

        @JsonProperty("avg_logprob")
        double averageLogProbability();

        @JsonProperty("no_speech_prob")
        double noSpeechProbability();

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Word> words();

        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        OptionalInt channel();

        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<SaidBy> saidBy();

        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<String> language();
    }

    interface WordNames {
        @JsonProperty("word")
        String text();

        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<SaidBy> saidBy();

        @JsonProperty("start")
        double startSeconds();

        @JsonProperty("end")
        double endSeconds();

        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean absent();
    }

    @JsonSerialize(using = StoredWarnings.Writer.class)
    @JsonDeserialize(using = StoredWarnings.Reader.class)
    interface WarningForm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "mode")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ResumePoint.Sequential.class, name = "sequential"),
        @JsonSubTypes.Type(value = ResumePoint.Batched.class, name = "batched")
    })
    interface ResumeNames {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Operation.Text.class, name = "text"),
        @JsonSubTypes.Type(value = Operation.Split.class, name = "split"),
        @JsonSubTypes.Type(value = Operation.Merge.class, name = "merge"),
        @JsonSubTypes.Type(value = Operation.Assign.class, name = "assign"),
        @JsonSubTypes.Type(value = Operation.Rename.class, name = "rename"),
        @JsonSubTypes.Type(value = Operation.Unite.class, name = "unite"),
        @JsonSubTypes.Type(value = Operation.Note.class, name = "note"),
        @JsonSubTypes.Type(value = Operation.Undo.class, name = "undo")
    })
    interface OperationForm {}

    interface BatchedNames {
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean isShortened();

        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        OptionalDouble languageProbability();
    }

    interface SequentialNames {
        @JsonProperty("seek")
        int seekFrames();

        @JsonProperty("last_speech")
        double lastSpeechSeconds();

        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        OptionalDouble languageProbability();
    }
}
