package dev.sotto.api.dialect.whisperapiservice;

import dev.sotto.api.dialect.RenamedForm;
import dev.sotto.api.form.FormFields;
import dev.sotto.api.form.TranscriptionForm;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.service.ServedModels;
import dev.sotto.transcript.FallbackOptions;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.field.Fields;
import dev.sotto.transcript.field.TranscriptionFields;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The form of {@code POST /transcribe}, as app.py of stagezero-42/whisper-api-service (MIT) reads it. */
final class TaskForm {
    private static final String MODEL = "base";
    private static final Set<String> YES = Set.of("true", "on", "1");
    /** Those of that service, and others that hold sound: what a file holds decides, its name only tells early what is none. */
    private static final Set<String> ENDINGS = Set.of(
            "wav", "mp3", "m4a", "ogg", "flac", "aac", "opus", "mp4", "m4b", "m4v", "webm", "weba", "mkv", "mka", "mov",
            "avi", "mpeg", "mpg", "mpga", "mp2", "oga", "ogv", "wma", "wmv", "amr", "awb", "3gp", "aif", "aiff", "caf",
            "ts", "flv", "w64", "au", "ac3");

    private TaskForm() {}

    static TranscriptionForm read(UploadedForm sent, ServedModels models) {
        checkFile(sent);
        try {
            Fields fields = FormFields.of(sent);
            Task task = TranscriptionFields.task(fields);
            RenamedForm form = RenamedForm.of(sent)
                    .keep("best_of")
                    .rename("model_name", "model", name -> name.strip().equals(MODEL) ? defaultModel(models) : name)
                    .rename("language", "language", language -> language.strip().equals("None") ? "" : language)
                    .rename("initial_prompt", "prompt")
                    .put("word_timestamps", String.valueOf(isYes(fields.text("word_timestamps", "false"))))
                    .otherwise("model", defaultModel(models));
            TranscriptionForm read = form.transcription(task, models);
            // A single temperature is no ladder, as openai/whisper has it.
            FallbackOptions fallback = FallbackOptions.builder()
                    .temperatures(List.of(fields.number("temperature", 0.0)))
                    .build();
            return new TranscriptionForm(
                    read.model(),
                    read.format(),
                    read.document(),
                    read.options().toBuilder().fallback(fallback).build());
        } catch (InvalidOption e) {
            throw FormFields.refused(e);
        }
    }

    static boolean isYes(String text) {
        return YES.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    private static String defaultModel(ServedModels models) {
        return models.find(MODEL).orElse(models.models().get(0)).id();
    }

    private static void checkFile(UploadedForm sent) {
        if (sent.file().isEmpty()) {
            throw refused("No audio_file part in the request");
        }
        String name = sent.file().get().name().orElse("");
        if (name.isEmpty()) {
            throw refused("No selected file");
        }
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (name.indexOf('.') < 0 || !ENDINGS.contains(ending)) {
            throw refused("File type not allowed");
        }
    }

    private static FaultException refused(String sentence) {
        return new FaultException(Fault.of(FaultCode.MISSING_REQUIRED_PARAMETER, sentence, "audio_file"));
    }
}
