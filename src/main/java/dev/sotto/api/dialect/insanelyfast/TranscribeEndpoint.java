package dev.sotto.api.dialect.insanelyfast;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.dialect.fastapi.Answers;
import dev.sotto.api.form.IgnoredFields;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JsonBody;
import dev.sotto.api.http.WaitingClient;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.job.JobSpec;
import dev.sotto.service.AwaitedJobs;
import dev.sotto.service.Caller;
import dev.sotto.service.Faults;
import dev.sotto.service.JobOptions;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobSubmission;
import dev.sotto.service.JobSubmitter;
import dev.sotto.service.ServedModel;
import dev.sotto.service.WebhookRegistration;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.webhook.CallerHeaders;
import dev.sotto.webhook.EventType;
import dev.sotto.webhook.WebhookException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** {@code POST /}: a URL in, a transcript out, at once or by webhook. */
final class TranscribeEndpoint {
    private static final Duration BODY_MAX = Duration.ofSeconds(30);
    private static final int ID_CHARS_MAX = 200;
    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;
    private static final int FAILED = 500;
    /** A task that was cancelled sends nothing, as there. */
    private static final Set<EventType> TOLD = Set.of(EventType.COMPLETED, EventType.FAILED);

    private static final IgnoredFields IGNORED = new IgnoredFields(Set.of(
            "url",
            "task",
            "language",
            "batch_size",
            "timestamp",
            "diarise_audio",
            "webhook",
            "is_async",
            "managed_task_id"));

    private final HttpParts http;
    private final DialectCalls calls;
    private final JobServices services;

    TranscribeEndpoint(HttpParts http, JobServices services) {
        this.http = http;
        this.calls = new DialectCalls(InsanelyFastDialect.NAME, http, services);
        this.services = services;
    }

    void transcribe(RoutingContext context) {
        JsonBody.read(http.vertx(), context.request(), BODY_MAX)
                .compose(body -> Answers.checked(() -> {
                    IGNORED.report(context, body.fieldNames());
                    return answer(context, TranscribeBody.of(body));
                }))
                .onSuccess(answer -> answer.accept(context))
                .onFailure(context::fail);
    }

    private Future<Consumer<RoutingContext>> answer(RoutingContext context, TranscribeBody body) {
        Optional<String> wrong = wrong(body);
        if (wrong.isPresent()) {
            return refused(BAD_REQUEST, wrong.get());
        }
        if (body.isDiarized() && services.backend().speakersFault().isPresent()) {
            return refused(FAILED, services.backend().speakersFault().get());
        }
        Caller caller = Callers.of(context);
        JobSubmission submission;
        try {
            calls.checkUrl(plainScheme(body.url()));
            submission = submission(caller, body);
            if (!body.isAsync()) {
                services.awaited().check(caller);
            }
        } catch (InvalidOption e) {
            return refused(BAD_REQUEST, e.getMessage() + ".");
        } catch (FaultException e) {
            return e.fault().field().isPresent()
                    ? refused(BAD_REQUEST, e.fault().message())
                    : Future.failedFuture(e);
        }
        return free(caller, body)
                .compose(isFree -> !isFree
                        ? refused(
                                CONFLICT,
                                "The task %s is still processed; use another managed_task_id, or cancel that task."
                                        .formatted(body.managedTaskId().orElse("")))
                        : body.isAsync()
                                ? inBackground(context, body, submission)
                                : awaited(context, body, submission));
    }

    private static Optional<String> wrong(TranscribeBody body) {
        if (!body.url().toLowerCase(Locale.ROOT).startsWith("http")) {
            return Optional.of("Invalid URL");
        }
        if (body.managedTaskId().filter(id -> id.length() > ID_CHARS_MAX).isPresent()) {
            return Optional.of("managed_task_id is longer than %d characters".formatted(ID_CHARS_MAX));
        }
        return body.isAsync() && body.webhook().isEmpty()
                ? Optional.of("Webhook is required for async tasks")
                : Optional.empty();
    }

    private static Future<Consumer<RoutingContext>> refused(int status, String detail) {
        return Future.succeededFuture(Answers.detail(status, detail));
    }

    /** Schemes are taken in capitals too, as there. */
    private static String plainScheme(String url) {
        int end = url.indexOf(':');
        return end < 0 ? url : url.substring(0, end).toLowerCase(Locale.ROOT) + url.substring(end);
    }

    /** Whether no task of this id is under way; one that has ended gives it away. */
    private Future<Boolean> free(Caller caller, TranscribeBody body) {
        if (body.managedTaskId().isEmpty()) {
            return Future.succeededFuture(true);
        }
        String key = TaskIds.key(body.managedTaskId().get());
        return services.reader()
                .findByKey(caller, key)
                .compose(job -> job.state().isFinal()
                        ? services.commands().releaseKey(caller, key).map(true)
                        : Future.succeededFuture(false))
                .recover(e -> e instanceof FaultException fault && fault.fault().code() == FaultCode.JOB_NOT_FOUND
                        ? Future.succeededFuture(true)
                        : Future.failedFuture(e));
    }

    private Future<Consumer<RoutingContext>> inBackground(
            RoutingContext context, TranscribeBody body, JobSubmission submission) {
        return once(calls.submitUrl(context, submission, plainScheme(body.url())), body)
                .map(receipt -> Answers.ok(new JsonObject()
                        .put("detail", "Task is being processed in the background")
                        .put("status", "processing")
                        .put(
                                "task_id",
                                body.managedTaskId().orElse(receipt.job().id().value()))));
    }

    /** Of two requests with one id at the same moment, the second has joined the first one's job, or is refused by its key. */
    private static Future<JobSubmitter.Receipt> once(Future<JobSubmitter.Receipt> submitted, TranscribeBody body) {
        return submitted.compose(
                receipt -> receipt.isNew() || body.managedTaskId().isEmpty()
                        ? Future.succeededFuture(receipt)
                        : Future.failedFuture(new FaultException(
                                Faults.idempotencyConflict(receipt.job().id()))));
    }

    private Future<Consumer<RoutingContext>> awaited(
            RoutingContext context, TranscribeBody body, JobSubmission submission) {
        NamedClient client = new NamedClient(context);
        return services.awaited()
                .runUrl(submission, plainScheme(body.url()), client, OutputDocument::of)
                .map(output -> Answers.ok(new JsonObject()
                        .put("output", output)
                        .put("status", "completed")
                        .put("task_id", body.managedTaskId().orElseGet(client::jobId))));
    }

    private JobSubmission submission(Caller caller, TranscribeBody body) {
        ServedModel model = calls.defaultModel();
        TranscriptionOptions options = body.options();
        calls.checkLanguage(model, options);
        Map<String, String> notes = new HashMap<>();
        body.managedTaskId().ifPresent(id -> notes.put(TaskIds.NOTE, id));
        notes.put(TasksEndpoint.ASYNC_NOTE, String.valueOf(body.isAsync()));
        notes.put(OutputDocument.TIMESTAMP_NOTE, body.isByWord() ? "word" : "chunk");
        StoredRequest request = new StoredRequest(
                model.id(),
                TranscriptFormat.VERBOSE_JSON,
                DocumentOptions.DEFAULTS.listing(true, body.isByWord()),
                options,
                InsanelyFastDialect.NAME,
                notes);
        return new JobSubmission(
                caller,
                request,
                jobOptions(body),
                !body.isAsync(),
                body.webhook().map(this::registration));
    }

    private static JobOptions jobOptions(TranscribeBody body) {
        return new JobOptions(
                body.isAsync() ? JobSpec.DEFAULT_PRIORITY : JobOptions.WAITING_PRIORITY,
                body.managedTaskId().map(TaskIds::key),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false);
    }

    private WebhookRegistration registration(TranscribeBody.Hook hook) {
        try {
            String url = plainScheme(hook.url().strip());
            services.webhooks().checkUrl(url);
            return WebhookRegistration.ofSurface(
                    InsanelyFastDialect.NAME, URI.create(url), CallerHeaders.checked(hook.headers()), TOLD);
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.invalidValue("webhook", e.getMessage() + "."));
        } catch (WebhookException e) {
            throw new FaultException(Faults.invalidValue("webhook", e.getMessage() + "."));
        }
    }

    /** Whoever waits, and which job it waits for. Belongs to one event loop. */
    private static final class NamedClient implements AwaitedJobs.Client {
        private final WaitingClient waiting;
        private String job = "";

        NamedClient(RoutingContext context) {
            this.waiting = new WaitingClient(context);
        }

        String jobId() {
            return job;
        }

        @Override
        public void accepted(JobSubmitter.Receipt receipt) {
            job = receipt.job().id().value();
            waiting.accepted(receipt);
        }

        @Override
        public void onGone(Runnable action) {
            waiting.onGone(action);
        }
    }
}
