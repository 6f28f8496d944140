package dev.sotto.api.sotto;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.form.FetchField;
import dev.sotto.api.form.FormFields;
import dev.sotto.api.form.IgnoredFields;
import dev.sotto.api.form.JobOptionFields;
import dev.sotto.api.form.KnownVoiceFields;
import dev.sotto.api.form.TranscriptionForm;
import dev.sotto.api.form.WebhookFields;
import dev.sotto.api.http.Contract;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JobHeaders;
import dev.sotto.api.http.JobResult;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.Paging;
import dev.sotto.api.upload.FormFiles;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.format.DocumentFields;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobSpec;
import dev.sotto.job.JobState;
import dev.sotto.service.Caller;
import dev.sotto.service.Faults;
import dev.sotto.service.JobOptions;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobSubmission;
import dev.sotto.service.JobSubmitter;
import dev.sotto.service.JobTranscript;
import dev.sotto.service.JobView;
import dev.sotto.service.JobWatch;
import dev.sotto.service.WebhookRegistration;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.field.Fields;
import dev.sotto.transcript.field.TranscriptionFields;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The operations on jobs. What changes one is on disk before it is answered. */
final class JobsEndpoint {
    private static final FormFiles FILES = KnownVoiceFields.files(Set.of("file"));

    private final HttpParts http;
    private final JobServices services;
    private final JobWatch watch;

    JobsEndpoint(HttpParts http, JobServices services) {
        this.http = http;
        this.services = services;
        this.watch = services.watch();
    }

    private final IgnoredFields ignored =
            new IgnoredFields(Contract.of(Contract.SOTTO).formFields("createJob"));

    void create(RoutingContext context) {
        Caller caller = Callers.of(context);
        http.uploads()
                .read(context.request(), FILES, caller.shareholder())
                .compose(form -> create(context, caller, form)
                        .eventually(() -> http.folder().discard(http.vertx(), form)))
                .onSuccess(receipt -> {
                    services.submitter().wakeWorkers(receipt.job());
                    JobHeaders.put(context, receipt);
                    context.response()
                            .putHeader(
                                    HttpHeaders.LOCATION,
                                    "/v1/jobs/" + receipt.job().id());
                    JsonObject document = JobDocument.of(
                            receipt.job(), watch.live(receipt.job().id()));
                    receipt.webhook().ifPresent(webhook -> document.put("webhook", WebhookDocument.endpoint(webhook)));
                    JsonResponses.send(context, 202, document);
                })
                .onFailure(context::fail);
    }

    private Future<JobSubmitter.Receipt> create(RoutingContext context, Caller caller, UploadedForm uploaded) {
        ignored.report(context, uploaded);
        try {
            TranscriptionForm form = TranscriptionForm.withoutFile(
                    uploaded, task(uploaded), services.backend().models());
            JobOptions options = JobOptionFields.of(context.request(), uploaded, JobSpec.DEFAULT_PRIORITY);
            Optional<WebhookRegistration> webhook = options.coalesce()
                    ? WebhookFields.withGivenSecret(uploaded, services.webhooks(), "with coalesce it must be given")
                    : WebhookFields.of(uploaded, services.webhooks());
            KnownVoiceFields known = KnownVoiceFields.of(uploaded);
            JobSubmission submission = new JobSubmission(
                    caller, known.in(form.stored(SottoSurface.NAME)), options, false, webhook, known.clips());
            Optional<String> url = FetchField.of(uploaded, services.fetchCheck());
            return url.isPresent()
                    ? services.submitter().submitUrl(submission, url.get())
                    : services.submitter()
                            .submit(submission, uploaded.file().orElseThrow().path());
        } catch (FaultException e) {
            return Future.failedFuture(e);
        }
    }

    private static Task task(UploadedForm form) {
        try {
            return TranscriptionFields.task(FormFields.of(form));
        } catch (InvalidOption e) {
            throw FormFields.refused(e);
        }
    }

    private static JobId id(RoutingContext context) {
        return JobReader.id(context.pathParam("job"));
    }

    void get(RoutingContext context) {
        Caller caller = Callers.of(context);
        JobId id = id(context);
        services.reader()
                .view(caller, id)
                .compose(view -> services.library()
                        .labels(caller, id)
                        .map(labels -> LibraryEndpoint.withLabels(document(view), labels)))
                .onSuccess(json -> JsonResponses.ok(context, json))
                .onFailure(context::fail);
    }

    private static JsonObject document(JobView view) {
        JsonObject json = JobDocument.of(view.job(), view.live());
        JsonObject progress = json.getJsonObject("progress");
        view.ahead().ifPresent(ahead -> progress.put("queue_position", ahead));
        progress.put(
                "estimated_seconds", view.secondsLeft().map(JobDocument::round).orElse(null));
        if (view.job().state() != JobState.SUCCEEDED) {
            json.put("segments", JobDocument.segments(view.segments()));
        }
        return json;
    }

    void result(RoutingContext context) {
        JobId id = id(context);
        Optional<TranscriptFormat> wanted =
                Paging.query(context, "response_format").map(name -> format("response_format", name));
        result(context, id, found -> JobResult.of(found, wanted))
                .onSuccess(result -> result.sendIfRoom(context))
                .onFailure(context::fail);
    }

    /** As the result, in any layout. */
    void transcript(RoutingContext context) {
        JobId id = id(context);
        Optional<TranscriptFormat> wanted = Paging.query(context, "format").map(name -> format("format", name));
        Fields asked = Fields.filledIn(context::queryParam);
        result(context, id, found -> JobResult.of(found, wanted, layout(asked, found), shown(asked)))
                .onSuccess(result -> result.send(context))
                .onFailure(context::fail);
    }

    private <T> Future<T> result(RoutingContext context, JobId id, Function<JobTranscript, T> document) {
        Caller caller = Callers.of(context);
        return isEdited(context)
                ? services.documents().result(caller, id, document)
                : services.reader().result(caller, id, document);
    }

    private static boolean isEdited(RoutingContext context) {
        return isEdited(Paging.query(context, "document").orElse("raw"));
    }

    static boolean isEdited(String wanted) {
        if (!wanted.equals("raw") && !wanted.equals("edited")) {
            throw new FaultException(Faults.unexpected("document", wanted, "raw or edited"));
        }
        return wanted.equals("edited");
    }

    private static JobResult.Shown shown(Fields asked) {
        try {
            return new JobResult.Shown(asked.flag("speakers", true), asked.flag("times", true));
        } catch (InvalidOption e) {
            throw FormFields.refused(e);
        }
    }

    private static DocumentOptions layout(Fields asked, JobTranscript found) {
        boolean timed = found.transcript().segments().stream()
                .anyMatch(segment -> !segment.words().isEmpty());
        try {
            return DocumentFields.layout(asked, found.request().document(), timed);
        } catch (InvalidOption e) {
            throw FormFields.refused(e);
        }
    }

    static TranscriptFormat format(String field, String name) {
        return TranscriptFormat.named(name)
                .orElseThrow(() -> new FaultException(Faults.unsupported(
                        field,
                        "%s '%s' is not supported; expected one of %s."
                                .formatted(field, name, TranscriptFormat.names()))));
    }

    void cancel(RoutingContext context) {
        change(context, services.commands()::cancel);
    }

    void retry(RoutingContext context) {
        change(context, services.commands()::retry);
    }

    void delete(RoutingContext context) {
        change(context, services.commands()::delete);
    }

    private void change(RoutingContext context, BiFunction<Caller, JobId, Future<Job>> command) {
        JobId id = id(context);
        command.apply(Callers.of(context), id)
                .onSuccess(job -> JsonResponses.ok(context, JobDocument.of(job, watch.live(id))))
                .onFailure(context::fail);
    }
}
