package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.dialect.MediaNames;
import dev.sotto.api.dialect.fastapi.Answers;
import dev.sotto.api.dialect.fastapi.InvalidParameters;
import dev.sotto.api.dialect.fastapi.Parameters;
import dev.sotto.api.form.JobOptionFields;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.upload.FormFiles;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.api.upload.UploadedForm.UploadedDocument;
import dev.sotto.api.upload.UploadedForm.UploadedFile;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobSpec;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobSubmission;
import dev.sotto.service.ServedModel;
import dev.sotto.transcript.AlignmentOptions;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Languages;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionOptions;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** {@code POST /service/align}: when each word of a given transcript is said. */
final class AlignEndpoint {
    private static final String TRANSCRIPT = "transcript";
    private static final String FILE = "file";
    private static final String JSON = ".json";

    private final HttpParts http;
    private final DialectCalls calls;

    AlignEndpoint(HttpParts http, JobServices services) {
        this.http = http;
        this.calls = new DialectCalls(WhisperxFastApiDialect.NAME, http, services);
    }

    void align(RoutingContext context) {
        FormFiles files = new FormFiles(Set.of(FILE), Set.of(TRANSCRIPT));
        Answers.orMissing(
                        http.uploads()
                                .read(
                                        context.request(),
                                        files,
                                        Callers.of(context).shareholder())
                                .compose(form -> Answers.checked(() -> guarded(context, form))
                                        .eventually(() -> http.folder().discard(http.vertx(), form))),
                        List.of(TRANSCRIPT, FILE))
                .onSuccess(answer -> answer.accept(context))
                .onFailure(context::fail);
    }

    private Future<Consumer<RoutingContext>> guarded(RoutingContext context, UploadedForm form) {
        try {
            return aligned(context, form);
        } catch (FaultException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Consumer<RoutingContext>> aligned(RoutingContext context, UploadedForm form) {
        UploadedDocument document = form.documents().get(TRANSCRIPT);
        if (document == null) {
            throw form.file().isPresent()
                    ? InvalidParameters.missing("body", TRANSCRIPT)
                    : InvalidParameters.missing("body", TRANSCRIPT, FILE);
        }
        UploadedFile file = form.file().orElseThrow(() -> InvalidParameters.missing("body", FILE));
        String name = document.name().orElse("");
        if (!MediaNames.extension(name).equals(JSON)) {
            return CombineEndpoint.wrongName(name);
        }
        Transcript given;
        try {
            given = GivenJson.transcript(document.text());
        } catch (GivenJson.Misfit e) {
            return CombineEndpoint.misfit("INVALID_TRANSCRIPT_JSON", "The transcript file contains invalid JSON.", e);
        }
        String recording = file.name().orElse("");
        if (recording.isBlank()) {
            return CombineEndpoint.wrongName(recording);
        }
        if (!MediaNames.mayBeMedia(recording)) {
            return SubmitEndpoint.wrongExtension(recording);
        }
        Parameters sent =
                SentParameters.of(context.queryParams()).with(form.fields()).parameters();
        ProcessingParams params = new ProcessingParams(sent).device().alignment();
        sent.check();
        TranscriptionOptions options;
        try {
            options = options(given);
        } catch (InvalidOption e) {
            return ErrorAnswer.refused(
                    ErrorAnswer.UNPROCESSABLE,
                    "INVALID_TRANSCRIPT_JSON",
                    "The transcript cannot be aligned.",
                    Map.of("reason", e.getMessage() + "."));
        }
        ServedModel model = calls.defaultModel();
        calls.checkLanguage(model, options);
        TaskNotes notes = TaskNotes.of(TaskType.ALIGNMENT)
                .with(TaskNotes.FILE_NAME, Optional.of(recording))
                .with(TaskNotes.LANGUAGE, Optional.of(given.language()).filter(code -> !code.isEmpty()))
                .with(params.json());
        JobSubmission submission = new JobSubmission(
                Callers.of(context),
                Orders.stored(model, options, notes),
                JobOptionFields.of(context.request(), form, JobSpec.DEFAULT_PRIORITY),
                false,
                Optional.empty());
        return calls.submit(context, submission, file.path()).map(SubmitEndpoint::queued);
    }

    private static TranscriptionOptions options(Transcript given) {
        String text = given.segments().stream()
                .map(segment -> segment.text().strip())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        TranscriptionOptions.Builder options = TranscriptionOptions.builder()
                .alignment(AlignmentOptions.builder().text(Optional.of(text)).build());
        Languages.codeOf(given.language()).ifPresent(options::language);
        return options.build();
    }
}
