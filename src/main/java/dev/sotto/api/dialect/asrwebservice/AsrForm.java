package dev.sotto.api.dialect.asrwebservice;

import dev.sotto.api.dialect.RenamedForm;
import dev.sotto.api.form.FormFields;
import dev.sotto.api.form.TranscriptionForm;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.service.ServedModels;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.field.Fields;
import dev.sotto.transcript.field.TranscriptionFields;
import java.util.Locale;

/**
 * The parameters of {@code /asr}, which stand in the query, as app/webservice.py of ahmetoner/whisper-asr-webservice (MIT) and
 * its fork with speakers name them.
 *
 * @param output as the name of the file ends: {@code txt}, {@code vtt}, {@code srt}, {@code tsv} or {@code json}
 * @param isEncoded whether the file is a recording of some format; false for samples alone
 */
record AsrForm(TranscriptionForm transcription, String output, boolean isEncoded) {
    /** @param sent with the parameters of the query among its fields */
    static AsrForm of(UploadedForm sent, ServedModels models) {
        try {
            return read(sent, models);
        } catch (InvalidOption e) {
            throw FormFields.refused(e);
        }
    }

    private static AsrForm read(UploadedForm sent, ServedModels models) {
        Fields fields = FormFields.of(sent);
        boolean diarize = fields.flag("diarize", false) || fields.flag("enable_diarization", false);
        RenamedForm form = RenamedForm.of(sent)
                .keep("model", "language", "vad_filter", "word_timestamps", "hotwords")
                .rename("initial_prompt", "prompt")
                .put("diarize", String.valueOf(diarize))
                .otherwise("model", models.models().get(0).id());
        if (diarize) {
            form.keep("min_speakers", "max_speakers", "num_speakers");
        }
        Task task = TranscriptionFields.task(fields);
        TranscriptionForm read = form.transcription(task, models);
        String output = output(fields);
        TranscriptFormat format =
                switch (output) {
                    case "vtt" -> TranscriptFormat.VTT;
                    case "srt" -> TranscriptFormat.SRT;
                    case "tsv" -> TranscriptFormat.TSV;
                    case "json" -> TranscriptFormat.VERBOSE_JSON;
                    default -> TranscriptFormat.TEXT;
                };
        return new AsrForm(
                new TranscriptionForm(read.model(), format, read.document(), read.options()),
                output,
                fields.flag("encode", true));
    }

    /** What nobody knows is text, as there. */
    private static String output(Fields fields) {
        String output = fields.text("output")
                .or(() -> fields.text("output_format"))
                .orElse("txt")
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (output) {
            case "vtt", "srt", "tsv", "json" -> output;
            default -> "txt";
        };
    }
}
