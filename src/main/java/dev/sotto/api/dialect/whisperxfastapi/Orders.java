package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.dialect.fastapi.Parameters;
import dev.sotto.fault.FaultException;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.service.Faults;
import dev.sotto.service.ServedModel;
import dev.sotto.transcript.SpeakerWork;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WordOptions;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the parameters of a task ask for. */
final class Orders {
    private final DialectCalls calls;

    Orders(DialectCalls calls) {
        this.calls = calls;
    }

    /**
     * What is to be stored, or why not.
     *
     * @param refusal answers the request; then the request is that of nothing
     */
    record Order(StoredRequest request, Optional<Consumer<RoutingContext>> refusal) {
        private static Order refused(Consumer<RoutingContext> answer) {
            return new Order(StoredRequest.UNKNOWN, Optional.of(answer));
        }
    }

    /**
     * Reads the sets that the task has.
     *
     * @throws dev.sotto.api.dialect.fastapi.InvalidParameters with all that is wrong
     */
    Order of(Parameters sent, TaskType type, TaskNotes notes) {
        ServedModel plain = calls.defaultModel();
        ProcessingParams params = new ProcessingParams(sent);
        boolean isDiarization = type == TaskType.DIARIZATION;
        if (isDiarization) {
            params.device().speakers(SpeakerWork.ALONE);
        } else {
            params.model(List.of(plain.id()));
            if (type == TaskType.FULL_PROCESS) {
                params.alignment().speakers(SpeakerWork.WITH_TEXT);
            }
            params.recognition().voiceActivity();
            params.options()
                    .words(WordOptions.builder()
                            .timestamps(type == TaskType.FULL_PROCESS)
                            .build());
        }
        sent.check();
        if (!params.isLanguageKnown()) {
            return Order.refused(ErrorAnswer.of(
                    ErrorAnswer.UNPROCESSABLE,
                    "INVALID_LANGUAGE_CODE",
                    "Language code '%s' is not supported.".formatted(params.language()),
                    Map.of("language_code", params.language())));
        }
        TranscriptionOptions options = params.options().build();
        ServedModel model = model(params, plain);
        if (!isDiarization) {
            calls.checkLanguage(model, options);
        }
        TaskNotes all = notes.with(params.json())
                .with(TaskNotes.LANGUAGE, isDiarization ? Optional.empty() : Optional.of(params.language()));
        return new Order(stored(model, options, all), Optional.empty());
    }

    private ServedModel model(ProcessingParams params, ServedModel plain) {
        return params.model()
                .map(name -> calls.services()
                        .backend()
                        .models()
                        .find(name)
                        .orElseThrow(() -> new FaultException(Faults.unknownModel(name))))
                .orElse(plain);
    }

    static StoredRequest stored(ServedModel model, TranscriptionOptions options, TaskNotes notes) {
        return new StoredRequest(
                model.id(),
                TranscriptFormat.VERBOSE_JSON,
                DocumentOptions.DEFAULTS.listing(true, options.words().timestamps()),
                options,
                WhisperxFastApiDialect.NAME,
                notes.notes());
    }
}
