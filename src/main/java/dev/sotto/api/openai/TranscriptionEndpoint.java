package dev.sotto.api.openai;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.form.JobOptionFields;
import dev.sotto.api.form.TranscriptionForm;
import dev.sotto.api.form.WebhookFields;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JobHeaders;
import dev.sotto.api.http.JobResult;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.bus.StoreCalls;
import dev.sotto.fault.FaultException;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.key.ConcurrencyLimiter;
import dev.sotto.service.Caller;
import dev.sotto.service.Faults;
import dev.sotto.service.JobOptions;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobSubmission;
import dev.sotto.service.JobSubmitter.Receipt;
import dev.sotto.service.JobWaiter;
import dev.sotto.service.WebhookRegistration;
import dev.sotto.transcript.Task;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenAI's two audio operations: an upload in, a transcript out. The upload becomes a job like any other, and the answer
 * waits for its end. A client that goes away leaves its job, unless it said otherwise.
 */
final class TranscriptionEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(TranscriptionEndpoint.class);

    private static final Set<String> FILE_FIELDS = Set.of("file");

    private final HttpParts http;
    private final JobServices services;
    private final StoreCalls promised;
    private final ConcurrencyLimiter limiter;

    TranscriptionEndpoint(HttpParts http, JobServices services) {
        this.http = http;
        this.services = services;
        this.promised = StoreCalls.ofPromised(services.vertx());
        this.limiter = new ConcurrencyLimiter(services.config().transcription().waitingMax());
    }

    void transcribe(RoutingContext context) {
        handle(context, Task.TRANSCRIBE);
    }

    void translate(RoutingContext context) {
        handle(context, Task.TRANSLATE);
    }

    private void handle(RoutingContext context, Task task) {
        if (!services.backend().isReady()) {
            http.uploads().refuse(context.request());
            context.fail(new FaultException(Faults.loading()));
            return;
        }
        Caller caller = Callers.of(context);
        if (!limiter.hasFree(caller.shareholder())) { // before it uploads for nothing
            http.uploads().refuse(context.request());
            context.fail(queueFull());
            return;
        }
        // File and permit are released before the response: a caller who saw it may rely on both.
        http.uploads()
                .read(context.request(), FILE_FIELDS, caller.shareholder())
                .compose(form -> transcribe(context, caller, form, task)
                        .eventually(() -> http.folder().discard(http.vertx(), form)))
                .onSuccess(result -> result.send(context))
                .onFailure(context::fail);
    }

    private static FaultException queueFull() {
        return new FaultException(Faults.queueFull());
    }

    /** Takes its place only now: one who uploads slowly keeps nobody from waiting. */
    private Future<JobResult> transcribe(RoutingContext context, Caller caller, UploadedForm uploaded, Task task) {
        JobSubmission submission;
        try {
            submission = submission(context, caller, uploaded, task);
        } catch (FaultException e) {
            return Future.failedFuture(e);
        }
        Optional<ConcurrencyLimiter.Permit> permit = limiter.acquire(caller.shareholder());
        if (permit.isEmpty()) {
            return Future.failedFuture(queueFull());
        }
        return services.submitter()
                .submit(submission, uploaded.file().orElseThrow().path())
                .compose(receipt -> answer(context, caller, receipt, submission.options()))
                .onComplete(done -> permit.get().close());
    }

    private JobSubmission submission(RoutingContext context, Caller caller, UploadedForm uploaded, Task task) {
        TranscriptionForm form =
                TranscriptionForm.of(uploaded, task, services.backend().models());
        JobOptions options = JobOptionFields.ofWaiting(context.request(), uploaded);
        Optional<WebhookRegistration> webhook = WebhookFields.withGivenSecret(
                uploaded, services.webhooks(), "the answer to a transcription has no place to show one made here");
        return new JobSubmission(caller, form.stored(OpenAiSurface.NAME), options, true, webhook);
    }

    private Future<JobResult> answer(RoutingContext context, Caller caller, Receipt receipt, JobOptions options) {
        Job job = receipt.job();
        JobHeaders.put(context, receipt);
        JobWaiter.Wait wait = services.waiter().begin(caller, job.id());
        context.addEndHandler(ended -> {
            if (ended.failed()) {
                left(wait, caller, receipt, options);
            }
        });
        if (context.response().closed()) {
            left(wait, caller, receipt, options);
        }
        services.submitter().wakeWorkers(job);
        return wait.end().compose(ended -> promised.ask(() -> result(caller, ended)));
    }

    private JobResult result(Caller caller, Job ended) {
        if (ended.state() != JobState.SUCCEEDED) {
            throw Faults.ofEnded(ended);
        }
        String text = services.jobs()
                .tenantJobs()
                .result(caller.name(), ended.id())
                .orElseThrow(
                        () -> new FaultException(Faults.unknownJob(ended.id().value())));
        return JobResult.of(StoredRequest.read(ended.request()), Optional.empty(), StoredTranscript.read(text));
    }

    /** The caller is gone before the answer. Work that is shared goes on, whoever leaves. */
    private void left(JobWaiter.Wait wait, Caller caller, Receipt receipt, JobOptions options) {
        wait.giveUp();
        if (options.cancelOnDisconnect() && receipt.isNew()) {
            JobId id = receipt.job().id();
            promised.ask(() -> services.commands().cancelUnlessJoined(caller, id))
                    .onFailure(e -> LOG.warn("job {} of a caller who left could not be cancelled", id, e));
        }
    }
}
