package dev.sotto.api.form;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultException;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.service.Faults;
import dev.sotto.service.ServedModel;
import dev.sotto.service.ServedModels;
import dev.sotto.transcript.Languages;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WordOptions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the fields of OpenAI's form ask for, checked, and those of {@link ExtensionFields}, {@link SpeechFields} and {@link MediaFields}. Other
 * fields that OpenAI does not know are passed over, because popular clients send their own; so is {@code stream}, which OpenAI ignores for whisper-1.
 */
public record TranscriptionForm(
        ServedModel model, TranscriptFormat format, DocumentOptions document, TranscriptionOptions options) {

    /** OpenAI's; tab-separated values are the command line's alone. */
    private static final Set<TranscriptFormat> FORMATS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(TranscriptFormat.TSV)));

    public static TranscriptionForm of(UploadedForm form, Task task, ServedModels shelf) {
        if (form.file().isEmpty()) {
            throw new FaultException(Faults.missing("file"));
        }
        return withoutFile(form, task, shelf);
    }

    /** As above; the recording may be elsewhere. */
    public static TranscriptionForm withoutFile(UploadedForm form, Task task, ServedModels shelf) {
        ServedModel model = model(form, task, shelf);
        TranscriptFormat format = format(form);
        WordFields words = WordFields.of(form, format);
        return new TranscriptionForm(model, format, words.document(), options(form, task, words.options()));
    }

    public StoredRequest stored() {
        return new StoredRequest(model.id(), format, document, options);
    }

    private static ServedModel model(UploadedForm form, Task task, ServedModels shelf) {
        String name = form.one("model").orElseThrow(() -> new FaultException(Faults.missing("model")));
        ServedModel model = shelf.find(name.strip()).orElseThrow(() -> new FaultException(Faults.unknownModel(name)));
        if (task == Task.TRANSLATE && !model.isMultilingual()) {
            throw new FaultException(Faults.unsupported(
                    "model", "The model `%s` knows only English and cannot translate.".formatted(name)));
        }
        return model;
    }

    private static TranscriptFormat format(UploadedForm form) {
        String name = form.one("response_format").orElse(TranscriptFormat.JSON.wireName());
        return TranscriptFormat.named(name.strip())
                .filter(FORMATS::contains)
                .orElseThrow(() -> new FaultException(Faults.unsupported(
                        "response_format",
                        "response_format '%s' is not supported; expected one of %s."
                                .formatted(
                                        name,
                                        FORMATS.stream()
                                                .map(TranscriptFormat::wireName)
                                                .collect(Collectors.joining(", "))))));
    }

    private static TranscriptionOptions options(UploadedForm form, Task task, WordOptions words) {
        TranscriptionOptions.Builder options =
                TranscriptionOptions.builder().task(task).words(words);
        form.one("prompt").ifPresent(options::initialPrompt);
        if (task == Task.TRANSCRIBE) {
            language(form).ifPresent(options::language);
        }
        form.one("temperature")
                .map(TranscriptionForm::temperature)
                .filter(temperature -> temperature > 0)
                .ifPresent(temperature -> options.temperatures(List.of(temperature)));
        ExtensionFields.apply(form, options);
        return options.speech(new SpeechFields(form).options())
                .media(MediaFields.of(form))
                .build();
    }

    private static Optional<String> language(UploadedForm form) {
        return form.one("language").map(text -> {
            return Languages.codeOf(text.strip())
                    .orElseThrow(() -> new FaultException(Faults.invalidValue(
                            "language",
                            "Invalid language '%s'. Language parameter must be specified in ISO-639-1 format."
                                    .formatted(text))));
        });
    }

    /** 0 stands for the fallback ladder, as OpenAI documents it. */
    private static double temperature(String text) {
        try {
            double value = Double.parseDouble(text.strip());
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new FaultException(notATemperature(text));
        }
        throw new FaultException(notATemperature(text));
    }

    private static Fault notATemperature(String text) {
        return Faults.invalidValue("temperature", "temperature '%s' must be a number from 0 to 1.".formatted(text));
    }
}
