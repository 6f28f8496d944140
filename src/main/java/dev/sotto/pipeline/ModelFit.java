package dev.sotto.pipeline;

import dev.sotto.fault.FaultCode;
import dev.sotto.model.ModelConfig;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.WhisperEngine;

/** Whether a model can do what the options ask; looked at before anything is computed. */
final class ModelFit {
    /** Of English-only models. */
    static final String ONLY_LANGUAGE = "en";

    private ModelFit() {}

    /** @throws TranscriptionException with {@code INVALID_OPTION}, saying what was asked and what would do */
    static void check(TranscriptionOptions options, WhisperEngine engine) {
        ModelConfig model = engine.model();
        String language = options.language().orElse(ONLY_LANGUAGE);
        boolean known = model.multilingual() ? model.languages().containsKey(language) : language.equals(ONLY_LANGUAGE);
        if (!known) {
            throw invalid("language '%s' is not one this model knows; expected %s"
                    .formatted(
                            language, model.multilingual() ? model.languages().keySet() : "[en]: it is English-only"));
        }
        if (!model.multilingual() && options.task() == Task.TRANSLATE) {
            throw invalid("task 'translate' was asked of an English-only model; use a multilingual one");
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

    private static TranscriptionException invalid(String message) {
        return new TranscriptionException(FaultCode.INVALID_OPTION, message);
    }
}
