package dev.sotto.pipeline;

import dev.sotto.fault.FaultCode;
import dev.sotto.model.ModelConfig;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import dev.sotto.whisper.WhisperEngine;
import java.util.ArrayList;
import java.util.List;

/** Whether a model can do what the options ask; looked at before anything is computed. */
final class ModelFit {
    /** Of English-only models. */
    static final String ONLY_LANGUAGE = "en";

    private static final String WAY_OUT = "use a multilingual model, such as base, which 'sotto pull base' fetches";

    private ModelFit() {}

    /** @throws TranscriptionException with {@code INVALID_OPTION}, saying what was asked and what would do */
    static void check(TranscriptionOptions options, WhisperEngine engine) {
        ModelConfig model = engine.model();
        String language = options.language().orElse(ONLY_LANGUAGE);
        boolean known = model.multilingual() ? model.languages().containsKey(language) : language.equals(ONLY_LANGUAGE);
        if (!known) {
            throw invalid(
                    model.multilingual()
                            ? "language '%s' is not one this model knows; expected one of %s"
                                    .formatted(language, model.languages().keySet())
                            : "language '%s' was asked of a model that knows English only; %s"
                                    .formatted(language, WAY_OUT));
        }
        if (!model.multilingual() && options.task() == Task.TRANSLATE) {
            throw invalid("task 'translate' was asked of a model that knows English only; " + WAY_OUT);
        }
        int vocabulary = model.dimensions().vocabularySize();
        options.sampling().suppressTokens().stream()
                .filter(id -> id < -1 || id >= vocabulary)
                .findAny()
                .ifPresent(id -> {
                    throw invalid("suppressed token %d does not exist; expected -1 or an id below %d"
                            .formatted(id, vocabulary));
                });
        PromptTokens.of(options, engine.tokenizer(), model.dimensions().textContext());
    }

    /** What whoever reads the transcript should know of how the model fits. */
    static List<Warning> warnings(TranscriptionOptions options, WhisperEngine engine) {
        ModelConfig model = engine.model();
        List<Warning> warnings = new ArrayList<>();
        if (!model.multilingual() && options.language().isEmpty()) {
            warnings.add(new Warning(
                    WarningCode.ENGLISH_ONLY_MODEL,
                    "The model knows English only, so speech in another language comes out as wrong English; for that, "
                            + WAY_OUT + ". If English is spoken, say so: language=en."));
        }
        if (options.words().timestamps()) {
            model.alignmentFault()
                    .ifPresent(fault -> warnings.add(new Warning(
                            WarningCode.DEFAULT_ALIGNMENT_HEADS,
                            "Word times are less exact than they could be, since the model's files are wrong: " + fault
                                    + ".")));
        }
        PromptTokens.of(options, engine.tokenizer(), model.dimensions().textContext())
                .warning()
                .ifPresent(warnings::add);
        return warnings;
    }

    private static TranscriptionException invalid(String message) {
        return new TranscriptionException(FaultCode.INVALID_OPTION, message);
    }
}
