package dev.sotto.api;

import dev.sotto.api.upload.UploadFolder;
import dev.sotto.api.upload.UploadReader;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.bus.StoreCalls;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobSpec;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobAnswer;
import dev.sotto.job.port.JobQuery;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The operations on jobs. What changes one is on disk before it is answered. */
final class JobsEndpoint {
    private static final int PAGE_MAX = JobQuery.LIMIT_MAX - 1;

    private final Vertx vertx;
    private final Backend backend;
    private final JobAccess jobs;
    private final JobSubmitter submitter;
    private final JobWatch watch;
    private final UploadFolder folder;
    private final UploadReader uploads;
    private final JobChanges changes;
    private final StoreCalls store;
    private final WebhookAccess webhooks;
    private final Optional<Consumer<String>> fetchCheck;
    private final int runningMax;

    JobsEndpoint(ApiParts parts) {
        this.vertx = parts.vertx();
        this.backend = parts.backend();
        this.jobs = parts.jobs();
        this.submitter = parts.submitter();
        this.watch = parts.watch();
        this.folder = parts.folder();
        this.uploads = parts.uploads();
        this.changes = new JobChanges(vertx, jobs);
        this.store = StoreCalls.of(vertx);
        this.webhooks = parts.webhooks();
        this.fetchCheck = parts.fetchCheck();
        this.runningMax = parts.config().transcription().runningMax();
    }

    void create(RoutingContext context) {
        Caller caller = Callers.of(context);
        uploads.read(context.request(), caller.shareholder())
                .compose(form -> create(context, caller, form).eventually(() -> folder.discard(vertx, form)))
                .onSuccess(receipt -> {
                    submitter.wakeWorkers(receipt.job());
                    JobHeaders.put(context, receipt);
                    context.response()
                            .putHeader(
                                    HttpHeaders.LOCATION,
                                    "/v1/jobs/" + receipt.job().id());
                    JsonObject document = JobDocument.of(
                            receipt.job(), watch.live(receipt.job().id()));
                    receipt.webhook().ifPresent(webhook -> document.put("webhook", webhook));
                    Answers.send(context, 202, document);
                })
                .onFailure(context::fail);
    }

    private Future<JobSubmitter.Receipt> create(RoutingContext context, Caller caller, UploadedForm uploaded) {
        try {
            TranscriptionForm form = TranscriptionForm.withoutFile(uploaded, task(uploaded), backend.models());
            JobWishes wishes = JobWishes.of(context.request(), uploaded, JobSpec.DEFAULT_PRIORITY);
            Optional<WebhookOrder> webhook = wishes.coalesce()
                    ? WebhookOrder.withGivenSecret(uploaded, webhooks, "with coalesce it must be given")
                    : WebhookOrder.of(uploaded, webhooks);
            JobOrder order = new JobOrder(caller, form.stored(), wishes, webhook);
            Optional<String> url = FetchField.of(uploaded, fetchCheck);
            return url.isPresent()
                    ? submitter.submitUrl(order, url.get())
                    : submitter.submit(order, uploaded.file().orElseThrow().path());
        } catch (ApiException e) {
            return Future.failedFuture(e);
        }
    }

    private static Task task(UploadedForm form) {
        String name = form.one("task").map(String::strip).orElse(Task.TRANSCRIBE.wireName());
        for (Task task : Task.values()) {
            if (task.wireName().equals(name)) {
                return task;
            }
        }
        throw new ApiException(ApiError.unexpected("task", name, "transcribe or translate"));
    }

    void list(RoutingContext context) {
        Caller caller = Callers.of(context);
        int limit = Pages.limit(context, PAGE_MAX);
        Optional<JobId> after = Pages.query(context, "after").map(JobsEndpoint::cursor);
        JobQuery query = new JobQuery(caller.name(), states(context), after, limit + 1);
        store.ask(() -> {
                    after.filter(last -> jobs.desk().find(caller.name(), last).isEmpty())
                            .ifPresent(last -> {
                                throw Pages.unknownCursor(last.value());
                            });
                    return Pages.page(jobs.desk().list(query), limit, JobDocument::of);
                })
                .map(this::withProgress)
                .onSuccess(page -> Answers.ok(context, page))
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
                    .orElseThrow(() -> new ApiException(ApiError.unexpected(
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
            throw new ApiException(ApiError.unknownJob(text));
        }
    }

    private static JobId cursor(String text) {
        try {
            return new JobId(text);
        } catch (IllegalArgumentException e) {
            throw Pages.unknownCursor(text);
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
                    Optional<Job> job = jobs.desk().find(caller.name(), id);
                    return new Found(
                            job,
                            jobs.desk().ahead(caller.name(), id),
                            isLive ? List.of() : StoredSegments.of(jobs.desk(), caller, id));
                })
                .map(found -> {
                    Job job = found.job().orElseThrow(() -> new ApiException(ApiError.unknownJob(id.value())));
                    Optional<JobWatch.Live> live = watch.live(id);
                    JsonObject json = JobDocument.of(job, live);
                    estimate(json.getJsonObject("progress"), live, found.ahead());
                    if (job.state() != JobState.SUCCEEDED) {
                        json.put(
                                "segments",
                                JobDocument.segments(
                                        live.map(JobWatch.Live::segments).orElse(found.segments())));
                    }
                    return json;
                })
                .onSuccess(json -> Answers.ok(context, json))
                .onFailure(context::fail);
    }

    private void estimate(JsonObject progress, Optional<JobWatch.Live> live, OptionalInt ahead) {
        Optional<Double> seconds = live.flatMap(JobWatch.Live::secondsLeft);
        if (ahead.isPresent()) {
            progress.put("queue_position", ahead.getAsInt());
            seconds = watch.meanJobSeconds().map(mean -> mean * (ahead.getAsInt() / runningMax + 1));
        }
        progress.put("estimated_seconds", seconds.map(JobDocument::round).orElse(null));
    }

    void result(RoutingContext context) {
        Caller caller = Callers.of(context);
        JobId id = id(context);
        Optional<TranscriptFormat> wanted =
                Pages.query(context, "response_format").map(JobsEndpoint::format);
        store.ask(() -> {
                    Job job = jobs.desk()
                            .find(caller.name(), id)
                            .orElseThrow(() -> new ApiException(ApiError.unknownJob(id.value())));
                    String text = jobs.desk()
                            .result(caller.name(), id)
                            .orElseThrow(() -> new ApiException(ApiError.noResult(job)));
                    return JobResult.of(StoredRequest.read(job.request()), wanted, StoredTranscript.read(text));
                })
                .onSuccess(result -> result.send(context))
                .onFailure(context::fail);
    }

    private static TranscriptFormat format(String name) {
        return TranscriptFormat.named(name)
                .orElseThrow(() -> new ApiException(ApiError.unsupported(
                        "response_format", "response_format '%s' is not supported.".formatted(name))));
    }

    void cancel(RoutingContext context) {
        change(context, changes::cancel);
    }

    void retry(RoutingContext context) {
        change(context, changes::revive);
    }

    void delete(RoutingContext context) {
        change(context, changes::delete);
    }

    private void change(RoutingContext context, BiFunction<Caller, JobId, JobAnswer> wish) {
        Caller caller = Callers.of(context);
        JobId id = id(context);
        store.ask(() -> wish.apply(caller, id))
                .map(answer -> {
                    if (answer instanceof JobAnswer.Done done) {
                        return done.job();
                    }
                    if (answer instanceof JobAnswer.WrongState wrong) {
                        throw new ApiException(ApiError.wrongState(wrong.job()));
                    }
                    throw new ApiException(ApiError.unknownJob(id.value()));
                })
                .onSuccess(job -> Answers.ok(context, JobDocument.of(job, watch.live(id))))
                .onFailure(context::fail);
    }
}
