package dev.sotto.api.form;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.format.DocumentFields;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.service.Faults;
import dev.sotto.service.ServedModel;
import dev.sotto.service.ServedModels;
import dev.sotto.transcript.AlignmentOptions;
import dev.sotto.transcript.FallbackOptions;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.field.Fields;
import dev.sotto.transcript.field.TranscriptionFields;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the fields of OpenAI's form ask for, and those that {@link TranscriptionFields#common} and {@link DocumentFields}
 * read. Others are passed over, because popular clients send their own.
 */
public record TranscriptionForm(
        ServedModel model, TranscriptFormat format, DocumentOptions document, TranscriptionOptions options) {

    /** No container or codec has a header shorter than this. */
    private static final int FILE_BYTES_MIN = 12;

    /** A program that looks whether there is a server sends no more zeros. */
    private static final int BLANK_BYTES_MAX = 4096;

    private static final String ENGLISH = "en";
    private static final String FORMAT = "response_format";
    private static final String INCLUDE = "include";
    private static final String LOGPROBS = "logprobs";
    private static final String GRANULARITIES = "timestamp_granularities";
    private static final String SEGMENT = "segment";
    private static final String WORD = "word";

    public static TranscriptionForm of(UploadedForm form, Task task, ServedModels models) {
        if (form.file().isEmpty()) {
            throw new FaultException(Faults.missing("file"));
        }
        try {
            return withoutFile(form, task, models);
        } catch (FaultException e) {
            throw e.fault().code() == FaultCode.MODEL_NOT_FOUND
                    ? hopeless(form.file().get()).orElse(e)
                    : e;
        }
    }

    /** Clients look for this server with a file of a byte, or of zeros, and a model that is none; they take 404 for a wrong address. */
    private static Optional<FaultException> hopeless(UploadedForm.UploadedFile file) {
        if (file.bytes() >= FILE_BYTES_MIN && (!file.isBlank() || file.bytes() > BLANK_BYTES_MAX)) {
            return Optional.empty();
        }
        String why = file.bytes() < FILE_BYTES_MIN ? "no recording is that short" : "each of them is 0";
        return Optional.of(new FaultException(
                Fault.of(FaultCode.INVALID_MEDIA, "The file has %d bytes; %s.".formatted(file.bytes(), why), "file")));
    }

    /** As above; the recording may be elsewhere. */
    public static TranscriptionForm withoutFile(UploadedForm form, Task task, ServedModels models) {
        Fields fields = named(FormFields.of(form), models);
        ServedModel model = model(fields, task, models);
        TranscriptionForm read;
        try {
            read = read(fields, task, model);
        } catch (InvalidOption e) {
            throw FormFields.refused(e);
        }
        Optional<String> only = read.options().language();
        List<String> spoken = only.map(List::of).orElse(read.options().languages());
        Optional<String> other = spoken.stream().findFirst().filter(first -> !spoken.contains(ENGLISH));
        if (!model.isMultilingual() && other.isPresent()) {
            String name = fields.text("model").orElse(model.id());
            String field = only.isPresent() ? "language" : "languages";
            throw new FaultException(Faults.englishOnly(field, name, "transcribe '%s'".formatted(other.get()), models));
        }
        return read;
    }

    /** Whether the text is to be sent while it is decoded; surfaces that cannot pass it over. */
    public static boolean isStream(UploadedForm form) {
        try {
            Fields fields = FormFields.of(form);
            return !OpenAiSpellings.isNull(fields, "stream") && fields.flag("stream", false);
        } catch (InvalidOption e) {
            throw FormFields.refused(e);
        }
    }

    /** @throws InvalidOption naming what is wrong */
    static TranscriptionForm read(Fields sent, Task task, ServedModel model) {
        TranscriptFormat format = format(sent);
        // OpenAI's clients ask for speakers by this format alone.
        Fields fields = format == TranscriptFormat.DIARIZED_JSON ? sent.with("diarize", "true") : sent;
        Set<String> granularities = granularities(fields, format);
        boolean asksWords = isAligned(fields) || fields.flag("word_timestamps", false) || granularities.contains(WORD);
        boolean listsSegments = !granularities.equals(Set.of(WORD));
        boolean scoresWords = scoresWords(fields) && format == TranscriptFormat.JSON;
        DocumentOptions document = DocumentFields.layout(fields, asksWords)
                .listing(listsSegments, asksWords)
                .scoring(scoresWords);
        boolean needsWords = asksWords
                || scoresWords
                || fields.text("hallucination_silence_threshold").isPresent();
        Fields timed = needsWords ? fields.with("word_timestamps", "true") : fields;
        TranscriptionOptions.Builder options = TranscriptionFields.common(OpenAiSpellings.of(timed))
                .task(task)
                .fallback(fallback(fields))
                .alignment(TranscriptionFields.alignment(fields));
        if (format.needsWords() && !asksWords) {
            throw new FaultException(Faults.unsupported(
                    FORMAT, "response_format %s needs word_timestamps=true.".formatted(format.wireName())));
        }
        if (format.needsSpeakers() && !fields.flag("diarize", false)) {
            throw new FaultException(
                    Faults.unsupported(FORMAT, "response_format %s needs diarize=true.".formatted(format.wireName())));
        }
        if (task == Task.TRANSCRIBE) {
            TranscriptionFields.language(fields, options);
        }
        return new TranscriptionForm(model, format, document, options.build());
    }

    private static boolean isAligned(Fields fields) {
        return fields.text(AlignmentOptions.TEXT).isPresent();
    }

    /**
     * As a job keeps it.
     *
     * @param origin the surface that takes the form
     */
    public StoredRequest stored(String origin) {
        return new StoredRequest(model.id(), format, document, options, origin);
    }

    /** Some names of OpenAI's models ask for speakers. */
    private static Fields named(Fields fields, ServedModels models) {
        boolean isDiarizing = fields.text("model")
                .map(String::strip)
                .filter(models::isDiarizing)
                .isPresent();
        return isDiarizing && fields.text("diarize").isEmpty() ? fields.with("diarize", "true") : fields;
    }

    private static ServedModel model(Fields fields, Task task, ServedModels models) {
        String name = fields.text("model").orElseThrow(() -> new FaultException(Faults.missing("model")));
        ServedModel model = models.find(name.strip()).orElseThrow(() -> new FaultException(Faults.unknownModel(name)));
        if (task == Task.TRANSLATE && !model.isMultilingual()) {
            throw new FaultException(Faults.englishOnly("model", name, "translate", models));
        }
        return model;
    }

    private static TranscriptFormat format(Fields fields) {
        String name = fields.text(FORMAT, TranscriptFormat.JSON.wireName());
        return TranscriptFormat.named(name.strip())
                .orElseThrow(() -> new FaultException(Faults.unsupported(
                        FORMAT,
                        "response_format '%s' is not supported; expected one of %s."
                                .formatted(name, TranscriptFormat.names()))));
    }

    private static boolean scoresWords(Fields fields) {
        List<String> included = fields.list(INCLUDE);
        for (String part : included) {
            if (!part.equals(LOGPROBS)) {
                throw new InvalidOption(INCLUDE, part, LOGPROBS);
            }
        }
        return !included.isEmpty();
    }

    private static Set<String> granularities(Fields fields, TranscriptFormat format) {
        Set<String> granularities = new TreeSet<>(fields.list(GRANULARITIES));
        for (String granularity : granularities) {
            if (!granularity.equals(SEGMENT) && !granularity.equals(WORD)) {
                throw new InvalidOption(GRANULARITIES, granularity, "word or segment");
            }
        }
        if (granularities.contains(WORD) && format != TranscriptFormat.VERBOSE_JSON) {
            throw new FaultException(Faults.unsupported(
                    GRANULARITIES,
                    "timestamp_granularities 'word' needs response_format verbose_json, not %s; for subtitles by words send word_timestamps=true."
                            .formatted(format.wireName())));
        }
        return granularities;
    }

    /** 0 stands for the fallback ladder, as OpenAI documents it. */
    private static FallbackOptions fallback(Fields fields) {
        double temperature = fields.number(
                "temperature", FallbackOptions.DEFAULTS.temperatures().get(0));
        return temperature == 0
                ? FallbackOptions.DEFAULTS
                : FallbackOptions.builder().temperatures(List.of(temperature)).build();
    }
}
