package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.dialect.MediaNames;
import dev.sotto.api.dialect.fastapi.Answers;
import dev.sotto.api.dialect.fastapi.InvalidParameters;
import dev.sotto.api.form.JobOptionFields;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.upload.FormFiles;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.format.stored.GivenSpeakers;
import dev.sotto.job.JobSpec;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobSubmission;
import dev.sotto.transcript.SpeakerOptions;
import dev.sotto.transcript.SpeakerWork;
import dev.sotto.transcript.TranscriptionOptions;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** {@code POST /service/combine}: words and turns that were found before, put together. */
final class CombineEndpoint {
    private static final String TRANSCRIPT = "aligned_transcript";
    private static final String TURNS = "diarization_result";
    private static final String JSON = ".json";

    private final HttpParts http;
    private final DialectCalls calls;

    CombineEndpoint(HttpParts http, JobServices services) {
        this.http = http;
        this.calls = new DialectCalls(WhisperxFastApiDialect.NAME, http, services);
    }

    void combine(RoutingContext context) {
        FormFiles files = new FormFiles(Set.of(), Set.of(TRANSCRIPT, TURNS));
        Answers.orMissing(
                        http.uploads()
                                .read(
                                        context.request(),
                                        files,
                                        Callers.of(context).shareholder())
                                .compose(form -> Answers.checked(() -> combined(context, form))),
                        List.of(TRANSCRIPT, TURNS))
                .onSuccess(answer -> answer.accept(context))
                .onFailure(context::fail);
    }

    private Future<Consumer<RoutingContext>> combined(RoutingContext context, UploadedForm form) {
        List<String> absent = Stream.of(TRANSCRIPT, TURNS)
                .filter(field -> !form.documents().containsKey(field))
                .toList();
        if (!absent.isEmpty()) {
            throw InvalidParameters.missing("body", absent);
        }
        for (String field : List.of(TRANSCRIPT, TURNS)) {
            String name =
                    Objects.requireNonNull(form.documents().get(field)).name().orElse("");
            if (!MediaNames.extension(name).equals(JSON)) {
                return wrongName(name);
            }
        }
        GivenSpeakers given;
        try {
            given = new GivenSpeakers(GivenJson.transcript(text(form, TRANSCRIPT)), List.of());
        } catch (GivenJson.Misfit e) {
            return misfit("INVALID_TRANSCRIPT_JSON", "The aligned transcript file contains invalid JSON.", e);
        }
        try {
            given = new GivenSpeakers(given.transcript(), GivenJson.turns(text(form, TURNS)));
        } catch (GivenJson.Misfit e) {
            return misfit("INVALID_DIARIZATION_JSON", "The diarization result file contains invalid JSON.", e);
        }
        return submitted(context, form, given);
    }

    private static String text(UploadedForm form, String field) {
        return Objects.requireNonNull(form.documents().get(field)).text();
    }

    static Future<Consumer<RoutingContext>> wrongName(String name) {
        if (name.isBlank()) {
            return ErrorAnswer.refused(
                    ErrorAnswer.UNPROCESSABLE,
                    "FILE_VALIDATION_ERROR",
                    "File validation failed: Filename is missing",
                    Map.of("reason", "Filename is missing"));
        }
        return ErrorAnswer.refused(
                ErrorAnswer.BAD_REQUEST,
                "UNSUPPORTED_FILE_EXTENSION",
                "Invalid file extension for file %s. Allowed: {'.json'}".formatted(name),
                Map.of("filename", name, "extension", MediaNames.extension(name)));
    }

    static Future<Consumer<RoutingContext>> misfit(String code, String message, GivenJson.Misfit misfit) {
        return ErrorAnswer.refused(
                ErrorAnswer.UNPROCESSABLE, code, message, Map.of("reason", String.valueOf(misfit.getMessage())));
    }

    private Future<Consumer<RoutingContext>> submitted(RoutingContext context, UploadedForm form, GivenSpeakers given) {
        TranscriptionOptions options = TranscriptionOptions.builder()
                .speakers(SpeakerOptions.builder()
                        .diarize(true)
                        .work(SpeakerWork.GIVEN)
                        .build())
                .build();
        JobSubmission submission = new JobSubmission(
                Callers.of(context),
                Orders.stored(calls.defaultModel(), options, TaskNotes.of(TaskType.COMBINATION)),
                JobOptionFields.of(context.request(), form, JobSpec.DEFAULT_PRIORITY),
                false,
                Optional.empty());
        return http.folder()
                .write(http.vertx(), given.write())
                .compose(path -> calls.submit(context, submission, path)
                        .eventually(() -> http.folder().delete(http.vertx(), path)))
                .map(SubmitEndpoint::queued);
    }
}
