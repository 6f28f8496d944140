package dev.sotto.api.openai;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.form.AlignmentForm;
import dev.sotto.api.form.IgnoredFields;
import dev.sotto.api.form.JobOptionFields;
import dev.sotto.api.form.KnownVoiceFields;
import dev.sotto.api.form.TranscriptionForm;
import dev.sotto.api.form.WebhookFields;
import dev.sotto.api.http.Contract;
import dev.sotto.api.http.ErrorShape;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JobResult;
import dev.sotto.api.http.WaitingClient;
import dev.sotto.api.upload.FormFiles;
import dev.sotto.api.upload.UploadReader;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.service.AwaitedJobs;
import dev.sotto.service.Caller;
import dev.sotto.service.Faults;
import dev.sotto.service.JobOptions;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobSubmission;
import dev.sotto.service.JobTranscript;
import dev.sotto.service.WebhookRegistration;
import dev.sotto.transcript.Task;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * OpenAI's two audio operations, and one beside them: an upload in, a transcript out. The upload becomes a job like any other, and the answer
 * waits for its end. A client that goes away leaves its job, unless it said otherwise.
 */
final class TranscriptionEndpoint {
    private static final FormFiles FILES = KnownVoiceFields.files(Set.of("file"));
    private static final String JSON_FILE = "input_audio";

    private final HttpParts http;
    private final JobServices services;
    private final ErrorShape errors;
    private final IgnoredFields transcriptionFields = ignored("createTranscription");
    private final IgnoredFields translationFields = ignored("createTranslation");
    private final IgnoredFields alignmentFields = ignored("createAlignment");

    /** @param errors of the surface, for faults in the middle of a stream */
    TranscriptionEndpoint(HttpParts http, JobServices services, ErrorShape errors) {
        this.http = http;
        this.services = services;
        this.errors = errors;
    }

    private static IgnoredFields ignored(String operation) {
        Set<String> known = new HashSet<>(Contract.of(Contract.SOTTO).formFields(operation));
        known.add(JSON_FILE + "[format]"); // its bytes say what a recording is
        return new IgnoredFields(known);
    }

    void transcribe(RoutingContext context) {
        handle(context, new Operation(Task.TRANSCRIBE, transcriptionFields, false));
    }

    void translate(RoutingContext context) {
        handle(context, new Operation(Task.TRANSLATE, translationFields, false));
    }

    /** Sotto's own: the text is given, and its times are asked for. */
    void align(RoutingContext context) {
        handle(context, new Operation(Task.TRANSCRIBE, alignmentFields, true));
    }

    /** One of those that this answers; an alignment's form has a text, and no answer of it is a stream. */
    private record Operation(Task task, IgnoredFields ignored, boolean isAlignment) {}

    private void handle(RoutingContext context, Operation operation) {
        Caller caller = Callers.of(context);
        try {
            services.awaited().check(caller);
        } catch (FaultException e) {
            http.uploads().refuse(context.request());
            context.fail(e);
            return;
        }
        http.uploads()
                .readFormOrJson(context.request(), FILES, caller.shareholder())
                .onSuccess(form -> answer(context, caller, form, operation))
                .onFailure(context::fail);
    }

    private void answer(RoutingContext context, Caller caller, UploadedForm form, Operation operation) {
        operation.ignored().report(context, form);
        JobSubmission submission;
        boolean isStream;
        try {
            submission = submission(context, caller, form, operation);
            isStream =
                    operation.task() == Task.TRANSCRIBE && !operation.isAlignment() && TranscriptionForm.isStream(form);
        } catch (FaultException e) {
            http.folder().discard(http.vertx(), form).onComplete(discarded -> context.fail(e));
            return;
        }
        if (isStream) {
            TranscriptStream stream = new TranscriptStream(
                    context, services, errors, submission.request().document().logprobs());
            run(submission, form, stream, TranscriptStream::end)
                    .onSuccess(stream::complete)
                    .onFailure(stream::fail);
        } else {
            run(submission, form, new WaitingClient(context), JobResult::of)
                    .onSuccess(result -> result.send(context))
                    .onFailure(context::fail);
        }
    }

    /** The file is gone and the caller's place is free before the response ends: who saw it may rely on both. */
    private <T> Future<T> run(
            JobSubmission submission,
            UploadedForm form,
            AwaitedJobs.Client client,
            Function<JobTranscript, T> document) {
        return services.awaited()
                .run(submission, form.file().orElseThrow().path(), client, document)
                .eventually(() -> http.folder().discard(http.vertx(), form));
    }

    private JobSubmission submission(
            RoutingContext context, Caller caller, UploadedForm uploaded, Operation operation) {
        if (uploaded.file().isEmpty() && UploadReader.isJson(context.request())) {
            throw new FaultException(Faults.missing(JSON_FILE));
        }
        UploadedForm read = operation.isAlignment() ? AlignmentForm.of(uploaded) : uploaded;
        TranscriptionForm form =
                TranscriptionForm.of(read, operation.task(), services.backend().models());
        JobOptions options = JobOptionFields.ofWaiting(context.request(), uploaded);
        Optional<WebhookRegistration> webhook = WebhookFields.withGivenSecret(
                uploaded, services.webhooks(), "the answer to a transcription has no place to show one made here");
        KnownVoiceFields known = KnownVoiceFields.of(read);
        return new JobSubmission(
                caller, known.in(form.stored(OpenAiSurface.NAME)), options, true, webhook, known.clips());
    }
}
