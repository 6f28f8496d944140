package dev.sotto.api.dialect.whisperapiserver;

import dev.sotto.api.dialect.RenamedForm;
import dev.sotto.api.form.TranscriptionForm;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import dev.sotto.service.ServedModels;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.field.Fields;
import java.util.List;
import java.util.Optional;

/**
 * The form of a transcription, as server.py of amraly83/whisper-api-server (MIT) checks it.
 *
 * @param format {@code json}, {@code text}, {@code srt}, {@code vtt} or {@code verbose_json}
 * @param language as it was asked for
 */
record ServerForm(TranscriptionForm transcription, String format, Optional<String> language) {
    private static final String MODEL = "whisper-1";
    private static final List<String> FORMATS = List.of("json", "text", "srt", "verbose_json", "vtt");

    /** @throws Unprocessable for what the framework refuses before that server sees it */
    static ServerForm of(UploadedForm sent, ServedModels models) {
        if (sent.file().isEmpty()) {
            throw Unprocessable.missing("body", "file");
        }
        checkTemperature(sent.one("temperature"));
        String format = sent.one("response_format").orElse("json").strip();
        if (!FORMATS.contains(format)) {
            throw new FaultException(Faults.invalidValue("response_format", "Unsupported format: " + format));
        }
        String model = sent.one("model").orElse(MODEL).strip();
        if (models.find(model).isEmpty()) {
            throw new FaultException(Faults.invalidValue("model", "Only 'whisper-1' model is supported"));
        }
        TranscriptionForm form = RenamedForm.of(sent)
                .keep("language", "prompt", "temperature")
                .put("response_format", format)
                .put("model", model)
                .transcription(Task.TRANSCRIBE, models);
        return new ServerForm(form, format, sent.one("language").map(String::strip));
    }

    private static void checkTemperature(Optional<String> sent) {
        sent.ifPresent(text -> {
            double temperature;
            try {
                temperature = Fields.filledIn(name -> List.of(text)).number("temperature", 0.0);
            } catch (InvalidOption e) {
                throw Unprocessable.of(
                        "body",
                        "temperature",
                        "float_parsing",
                        "Input should be a valid number, unable to parse string as a number",
                        text);
            }
            if (temperature < 0 || temperature > 1) {
                throw new FaultException(Faults.invalidValue("temperature", "Temperature must be between 0.0 and 1.0"));
            }
        });
    }
}
