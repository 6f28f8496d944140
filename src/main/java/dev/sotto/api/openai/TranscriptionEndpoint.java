package dev.sotto.api.openai;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.form.JobOptionFields;
import dev.sotto.api.form.TranscriptionForm;
import dev.sotto.api.form.WebhookFields;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JobResult;
import dev.sotto.api.http.WaitingClient;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Caller;
import dev.sotto.service.JobOptions;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobSubmission;
import dev.sotto.service.WebhookRegistration;
import dev.sotto.transcript.Task;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/**
 * OpenAI's two audio operations: an upload in, a transcript out. The upload becomes a job like any other, and the answer
 * waits for its end. A client that goes away leaves its job, unless it said otherwise.
 */
final class TranscriptionEndpoint {
    private static final Set<String> FILE_FIELDS = Set.of("file");

    private final HttpParts http;
    private final JobServices services;

    TranscriptionEndpoint(HttpParts http, JobServices services) {
        this.http = http;
        this.services = services;
    }

    void transcribe(RoutingContext context) {
        handle(context, Task.TRANSCRIBE);
    }

    void translate(RoutingContext context) {
        handle(context, Task.TRANSLATE);
    }

    private void handle(RoutingContext context, Task task) {
        Caller caller = Callers.of(context);
        try {
            services.awaited().check(caller);
        } catch (FaultException e) {
            http.uploads().refuse(context.request());
            context.fail(e);
            return;
        }
        // The file is gone and the caller's place is free before the response: who saw it may rely on both.
        http.uploads()
                .read(context.request(), FILE_FIELDS, caller.shareholder())
                .compose(form -> transcribe(context, caller, form, task)
                        .eventually(() -> http.folder().discard(http.vertx(), form)))
                .onSuccess(result -> result.send(context))
                .onFailure(context::fail);
    }

    private Future<JobResult> transcribe(RoutingContext context, Caller caller, UploadedForm uploaded, Task task) {
        JobSubmission submission;
        try {
            submission = submission(context, caller, uploaded, task);
        } catch (FaultException e) {
            return Future.failedFuture(e);
        }
        return services.awaited()
                .run(submission, uploaded.file().orElseThrow().path(), new WaitingClient(context), JobResult::of);
    }

    private JobSubmission submission(RoutingContext context, Caller caller, UploadedForm uploaded, Task task) {
        TranscriptionForm form =
                TranscriptionForm.of(uploaded, task, services.backend().models());
        JobOptions options = JobOptionFields.ofWaiting(context.request(), uploaded);
        Optional<WebhookRegistration> webhook = WebhookFields.withGivenSecret(
                uploaded, services.webhooks(), "the answer to a transcription has no place to show one made here");
        return new JobSubmission(caller, form.stored(OpenAiSurface.NAME), options, true, webhook);
    }
}
