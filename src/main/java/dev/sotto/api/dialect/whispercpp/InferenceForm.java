package dev.sotto.api.dialect.whispercpp;

import dev.sotto.api.dialect.RenamedForm;
import dev.sotto.api.form.FormFields;
import dev.sotto.api.form.TranscriptionForm;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.service.ServedModel;
import dev.sotto.service.ServedModels;
import dev.sotto.transcript.FallbackOptions;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.field.Fields;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The fields of {@code /inference}, as {@code get_req_parameters} in examples/server/server.cpp of ggml-org/whisper.cpp (MIT)
 * names them, in the words of this server.
 *
 * @param transcription what is to be done
 * @param answer how it is told
 */
record InferenceForm(TranscriptionForm transcription, InferenceAnswer answer) {
    private static final String LANGUAGE = "en";
    private static final double MILLIS = 1000;

    static InferenceForm of(UploadedForm sent, LoadedModel loaded, ServedModels models) {
        try {
            return read(sent, loaded.of(models), models);
        } catch (InvalidOption e) {
            throw FormFields.refused(e);
        }
    }

    private static InferenceForm read(UploadedForm sent, ServedModel model, ServedModels models) {
        Fields fields = FormFields.of(sent);
        InferenceAnswer answer = InferenceAnswer.of(fields);
        boolean isTranslated = fields.flag("translate", false) && model.isMultilingual();
        RenamedForm form = RenamedForm.of(sent)
                .keep("prompt", "beam_size", "best_of")
                .rename("vad", "vad_filter")
                .rename("vad_threshold", "vad_parameters[threshold]")
                .rename("vad_min_speech_duration_ms", "vad_parameters[min_speech_duration_ms]")
                .rename("vad_max_speech_duration_s", "vad_parameters[max_speech_duration_s]")
                .rename("vad_min_silence_duration_ms", "vad_parameters[min_silence_duration_ms]")
                .rename("vad_speech_pad_ms", "vad_parameters[speech_pad_ms]")
                .put("model", model.id())
                .put("language", language(fields, model))
                .put("word_timestamps", String.valueOf(answer.needsWords()));
        span(form, fields);
        lines(form, fields);
        if (fields.whole("beam_size", -1) <= 1) {
            form.put("beam_size", "");
        }
        if (fields.flag("diarize", false)) {
            form.put("channels", "split"); // a speaker for each channel, as there
        }
        TranscriptionForm read = form.transcription(isTranslated ? Task.TRANSLATE : Task.TRANSCRIBE, models);
        TranscriptionForm judged = new TranscriptionForm(
                read.model(),
                answer.format(),
                read.document(),
                read.options().toBuilder().fallback(fallback(fields)).build());
        return new InferenceForm(judged, answer);
    }

    /** English unless something else is sent, as there; a model that knows nothing else is not asked for more. */
    private static String language(Fields fields, ServedModel model) {
        boolean isDetected = fields.flag("detect_language", false);
        if (!model.isMultilingual()) {
            return LANGUAGE;
        }
        return isDetected ? "auto" : fields.text("language", LANGUAGE).toLowerCase(Locale.ROOT);
    }

    /** Given there as a start and a length in milliseconds; a length of 0 is all the rest. */
    private static void span(RenamedForm form, Fields fields) {
        int start = fields.whole("offset_t", 0);
        int length = fields.whole("duration", 0);
        if (start != 0) {
            form.put("start_seconds", Double.toString(start / MILLIS));
        }
        if (length != 0) {
            form.put("end_seconds", Double.toString((start + (double) length) / MILLIS));
        }
    }

    private static void lines(RenamedForm form, Fields fields) {
        int longest = fields.whole("max_len", 0);
        if (longest != 0) {
            form.put("word_timestamps", "true")
                    .put("max_line_width", Integer.toString(longest))
                    .put("max_line_count", "1");
        }
    }

    private static FallbackOptions fallback(Fields fields) {
        FallbackOptions defaults = FallbackOptions.DEFAULTS;
        double temperature = fields.number("temperature", 0.0);
        double step = fields.number("temperature_inc", FallbackOptions.TEMPERATURE_STEP);
        return FallbackOptions.builder()
                .temperatures(FallbackOptions.ladder(
                        temperature, step > 0 ? OptionalDouble.of(step) : OptionalDouble.empty()))
                .logProbabilityThreshold(fields.threshold("logprob_thold", defaults.logProbabilityThreshold()))
                .noSpeechThreshold(fields.threshold("no_speech_thold", defaults.noSpeechThreshold()))
                .build();
    }
}
