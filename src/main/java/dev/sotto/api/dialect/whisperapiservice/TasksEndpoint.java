package dev.sotto.api.dialect.whisperapiservice;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.form.IgnoredFields;
import dev.sotto.api.form.TranscriptionForm;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.Paging;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobSpec;
import dev.sotto.service.JobOptions;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobServices;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** {@code POST /transcribe} and {@code GET /status/{task_id}}. */
final class TasksEndpoint {
    private static final Set<String> FILE_FIELDS = Set.of("audio_file");
    private static final String SUBMIT_PATH = "/transcribe";
    /** Not reused: the status of a task is told as the surface tells it that took the job. */
    private static final JobOptions OPTIONS = new JobOptions(
            JobSpec.DEFAULT_PRIORITY,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            false);

    private final DialectCalls calls;
    private final Optional<URI> publicUrl;
    private final boolean isUnknownPending;
    private final IgnoredFields ignored =
            new IgnoredFields(Dialect.contract(ServiceDialect.NAME).formFields("transcribe"));

    TasksEndpoint(HttpParts http, JobServices services) {
        this.calls = new DialectCalls(ServiceDialect.NAME, http, services);
        this.publicUrl = services.config().http().publicUrl();
        this.isUnknownPending = services.config().dialects().unknownIsPending();
    }

    void transcribe(RoutingContext context) {
        calls.take(context, FILE_FIELDS, sent -> submit(context, sent));
    }

    private Future<Consumer<RoutingContext>> submit(RoutingContext context, UploadedForm sent) {
        ignored.report(context, sent);
        TranscriptionForm form = TaskForm.read(sent, calls.services().backend().models());
        return calls.submit(context, sent, new DialectCalls.Order(form, OPTIONS))
                .map(receipt -> answered -> {
                    String id = receipt.job().id().value();
                    String path = answered.request().path();
                    String before = path.substring(0, path.length() - SUBMIT_PATH.length());
                    JsonResponses.send(
                            answered,
                            202,
                            new JsonObject()
                                    .put("message", "Transcription task submitted successfully.")
                                    .put("task_id", id)
                                    .put("status_url", base(answered) + before + "/status/" + id)
                                    .put("ui_status_url", before + "/?task_id=" + id));
                });
    }

    /** As the client named this server. */
    private String base(RoutingContext context) {
        return publicUrl
                .map(URI::toString)
                .orElseGet(() -> "http://" + context.request().authority());
    }

    void status(RoutingContext context) {
        String id = context.pathParam("task_id");
        String format = Paging.query(context, "output_format").orElse("json");
        boolean isSimplified =
                TaskForm.isYes(Paging.query(context, "simplified_output").orElse("false"));
        Future<JsonObject> found;
        try {
            found = calls.services()
                    .reader()
                    .details(
                            Callers.of(context),
                            JobReader.id(id),
                            details -> TaskDocument.of(details, format, isSimplified));
        } catch (FaultException e) {
            found = Future.failedFuture(e);
        }
        found.recover(failure -> unknown(id, failure))
                .onSuccess(document -> JsonResponses.ok(context, document))
                .onFailure(context::fail);
    }

    private Future<JsonObject> unknown(String id, Throwable failure) {
        boolean isUnknown = failure instanceof FaultException e && e.fault().code() == FaultCode.JOB_NOT_FOUND;
        return isUnknown && isUnknownPending
                ? Future.succeededFuture(TaskDocument.pending(id))
                : Future.failedFuture(failure);
    }
}
