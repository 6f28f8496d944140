package dev.sotto.api.sotto;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.form.FetchField;
import dev.sotto.api.form.FormFields;
import dev.sotto.api.form.JobOptionFields;
import dev.sotto.api.form.TranscriptionForm;
import dev.sotto.api.form.WebhookFields;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JobHeaders;
import dev.sotto.api.http.JobResult;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.Paging;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.bus.StoreCalls;
import dev.sotto.config.ServerConfig;
import dev.sotto.fault.FaultException;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobSpec;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobAnswer;
import dev.sotto.job.port.JobQuery;
import dev.sotto.service.Caller;
import dev.sotto.service.Faults;
import dev.sotto.service.JobAccess;
import dev.sotto.service.JobOptions;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobSubmission;
import dev.sotto.service.JobSubmitter;
import dev.sotto.service.JobWatch;
import dev.sotto.service.StoredSegments;
import dev.sotto.service.WebhookRegistration;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.WorkClass;
import dev.sotto.transcript.field.TranscriptionFields;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The operations on jobs. What changes one is on disk before it is answered. */
final class JobsEndpoint {
    private static final int PAGE_MAX = JobQuery.LIMIT_MAX - 1;

    private static final Set<String> FILE_FIELDS = Set.of("file");

    private final HttpParts http;
    private final JobServices services;
    private final JobAccess jobs;
    private final JobWatch watch;
    private final StoreCalls store;

    JobsEndpoint(HttpParts http, JobServices services) {
        this.http = http;
        this.services = services;
        this.jobs = services.jobs();
        this.watch = services.watch();
        this.store = StoreCalls.of(services.vertx());
    }

    void create(RoutingContext context) {
        Caller caller = Callers.of(context);
        http.uploads()
                .read(context.request(), FILE_FIELDS, caller.shareholder())
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
                    receipt.webhook()
                            .ifPresent(webhook -> document.put(
                                    "webhook", WebhookDocument.endpoint(webhook.subscription(), webhook.secret())));
                    JsonResponses.send(context, 202, document);
                })
                .onFailure(context::fail);
    }

    private Future<JobSubmitter.Receipt> create(RoutingContext context, Caller caller, UploadedForm uploaded) {
        try {
            TranscriptionForm form = TranscriptionForm.withoutFile(
                    uploaded, task(uploaded), services.backend().models());
            JobOptions options = JobOptionFields.of(context.request(), uploaded, JobSpec.DEFAULT_PRIORITY);
            Optional<WebhookRegistration> webhook = options.coalesce()
                    ? WebhookFields.withGivenSecret(uploaded, services.webhooks(), "with coalesce it must be given")
                    : WebhookFields.of(uploaded, services.webhooks());
            JobSubmission submission =
                    new JobSubmission(caller, form.stored(SottoSurface.NAME), options, false, webhook);
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

    void list(RoutingContext context) {
        Caller caller = Callers.of(context);
        int limit = Paging.limit(context, PAGE_MAX);
        Optional<JobId> after = Paging.query(context, "after").map(JobsEndpoint::cursor);
        JobQuery query = new JobQuery(caller.name(), states(context), after, limit + 1);
        store.ask(() -> {
                    after.filter(last ->
                                    jobs.tenantJobs().find(caller.name(), last).isEmpty())
                            .ifPresent(last -> {
                                throw Paging.unknownCursor(last.value());
                            });
                    return Paging.page(jobs.tenantJobs().list(query), limit, JobDocument::of);
                })
                .map(this::withProgress)
                .onSuccess(page -> JsonResponses.ok(context, page))
                .onFailure(context::fail);
    }

    private JsonObject withProgress(JsonObject page) {
        for (Object json : page.getJsonArray("data")) {
            JsonObject job = (JsonObject) json;
            JobDocument.withProgress(job, watch.live(new JobId(job.getString("id"))));
        }
        return page;
    }

    private static Set<JobState> states(RoutingContext context) {
        EnumSet<JobState> states = EnumSet.noneOf(JobState.class);
        for (String name : context.queryParam("status")) {
            states.add(Arrays.stream(JobState.values())
                    .filter(state -> state.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new FaultException(Faults.unexpected(
                            "status",
                            name,
                            "one of "
                                    + Arrays.stream(JobState.values())
                                            .map(JobState::wireName)
                                            .collect(Collectors.joining(", "))))));
        }
        return states;
    }

    /** Malformed ids name no job. */
    static JobId id(String text) {
        try {
            return new JobId(text);
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.unknownJob(text));
        }
    }

    private static JobId cursor(String text) {
        try {
            return new JobId(text);
        } catch (IllegalArgumentException e) {
            throw Paging.unknownCursor(text);
        }
    }

    private static JobId id(RoutingContext context) {
        return id(context.pathParam("job"));
    }

    void get(RoutingContext context) {
        Caller caller = Callers.of(context);
        JobId id = id(context);
        record Found(Optional<Job> job, OptionalInt ahead, List<Segment> segments) {}
        boolean isLive = watch.live(id).isPresent();
        store.ask(() -> {
                    Optional<Job> job = jobs.tenantJobs().find(caller.name(), id);
                    return new Found(
                            job,
                            jobs.tenantJobs().ahead(caller.name(), id),
                            isLive ? List.of() : StoredSegments.of(jobs.tenantJobs(), caller, id));
                })
                .map(found -> {
                    Job job = found.job().orElseThrow(() -> new FaultException(Faults.unknownJob(id.value())));
                    Optional<JobWatch.Live> live = watch.live(id);
                    JsonObject json = JobDocument.of(job, live);
                    estimate(job, json.getJsonObject("progress"), live, found.ahead());
                    if (job.state() != JobState.SUCCEEDED) {
                        json.put(
                                "segments",
                                JobDocument.segments(
                                        live.map(JobWatch.Live::segments).orElse(found.segments())));
                    }
                    return json;
                })
                .onSuccess(json -> JsonResponses.ok(context, json))
                .onFailure(context::fail);
    }

    private void estimate(Job job, JsonObject progress, Optional<JobWatch.Live> live, OptionalInt ahead) {
        Optional<Double> seconds = live.flatMap(JobWatch.Live::secondsLeft);
        if (ahead.isPresent()) {
            progress.put("queue_position", ahead.getAsInt());
            int places = places(job.workClass());
            seconds = watch.usualJobSeconds().map(usual -> usual * (ahead.getAsInt() / places + 1));
        }
        progress.put("estimated_seconds", seconds.map(JobDocument::round).orElse(null));
    }

    private int places(WorkClass workClass) {
        ServerConfig.Transcription limits = services.config().transcription();
        return workClass == WorkClass.INTERACTIVE ? limits.interactiveRunningMax() : limits.runningMax();
    }

    void result(RoutingContext context) {
        Caller caller = Callers.of(context);
        JobId id = id(context);
        Optional<TranscriptFormat> wanted =
                Paging.query(context, "response_format").map(JobsEndpoint::format);
        store.ask(() -> {
                    Job job = jobs.tenantJobs()
                            .find(caller.name(), id)
                            .orElseThrow(() -> new FaultException(Faults.unknownJob(id.value())));
                    String text = jobs.tenantJobs()
                            .result(caller.name(), id)
                            .orElseThrow(() -> new FaultException(Faults.noResult(job)));
                    return JobResult.of(StoredRequest.read(job.request()), wanted, StoredTranscript.read(text));
                })
                .onSuccess(result -> result.send(context))
                .onFailure(context::fail);
    }

    private static TranscriptFormat format(String name) {
        return TranscriptFormat.named(name)
                .orElseThrow(() -> new FaultException(Faults.unsupported(
                        "response_format", "response_format '%s' is not supported.".formatted(name))));
    }

    void cancel(RoutingContext context) {
        change(context, "cancelled", services.commands()::cancel);
    }

    void retry(RoutingContext context) {
        change(context, "retried", services.commands()::retry);
    }

    void delete(RoutingContext context) {
        change(context, "deleted", services.commands()::delete);
    }

    /** @param done past participle, for the sentence that refuses it */
    private void change(RoutingContext context, String done, BiFunction<Caller, JobId, JobAnswer> command) {
        Caller caller = Callers.of(context);
        JobId id = id(context);
        store.ask(() -> command.apply(caller, id))
                .map(answer -> {
                    if (answer instanceof JobAnswer.Done changed) {
                        return changed.job();
                    }
                    if (answer instanceof JobAnswer.WrongState wrong) {
                        throw new FaultException(Faults.wrongState(wrong.job(), done));
                    }
                    throw new FaultException(Faults.unknownJob(id.value()));
                })
                .onSuccess(job -> JsonResponses.ok(context, JobDocument.of(job, watch.live(id))))
                .onFailure(context::fail);
    }
}
