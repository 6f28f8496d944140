package dev.sotto.api;

import dev.sotto.api.JobSubmitter.Receipt;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.bus.StoreCalls;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Job;
import dev.sotto.job.JobState;
import dev.sotto.key.Places;
import dev.sotto.transcript.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenAI's two audio operations: an upload in, a transcript out. The upload becomes a job like any other, and the answer
 * waits for its end. A client that goes away leaves its job, unless it said otherwise.
 */
final class TranscriptionEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(TranscriptionEndpoint.class);

    private final Vertx vertx;
    private final ApiParts parts;
    private final StoreCalls promised;
    private final JobWaiter waiter;
    private final JobChanges changes;
    private final Places places;

    TranscriptionEndpoint(ApiParts parts, JobWaiter waiter) {
        this.vertx = parts.vertx();
        this.parts = parts;
        this.promised = StoreCalls.ofPromised(vertx);
        this.waiter = waiter;
        this.changes = new JobChanges(vertx, parts.jobs());
        this.places = new Places(parts.config().transcription().runningMax()
                + parts.config().transcription().waitingMax());
    }

    void transcribe(RoutingContext context) {
        handle(context, Task.TRANSCRIBE);
    }

    void translate(RoutingContext context) {
        handle(context, Task.TRANSLATE);
    }

    private void handle(RoutingContext context, Task task) {
        if (!parts.backend().isReady()) {
            parts.uploads().refuse(context.request());
            context.fail(new ApiException(ApiError.loading()));
            return;
        }
        Caller caller = Callers.of(context);
        if (!places.hasFree(caller.shareholder())) { // before it uploads for nothing
            parts.uploads().refuse(context.request());
            context.fail(queueFull());
            return;
        }
        // File and place are free again before the answer: a caller who saw it may count on both.
        parts.uploads()
                .read(context.request(), caller.shareholder())
                .compose(form -> transcribe(context, caller, form, task)
                        .eventually(() -> parts.folder().discard(vertx, form)))
                .onSuccess(result -> result.send(context))
                .onFailure(context::fail);
    }

    private static ApiException queueFull() {
        return new ApiException(
                ApiError.busy("The queue of this server is full; please try again later.", "queue_full"));
    }

    /** Takes its place only now: one who uploads slowly keeps nobody from being transcribed. */
    private Future<JobResult> transcribe(RoutingContext context, Caller caller, UploadedForm uploaded, Task task) {
        JobOrder order;
        try {
            order = order(context, caller, uploaded, task);
        } catch (ApiException e) {
            return Future.failedFuture(e);
        }
        Optional<Places.Place> place = places.take(caller.shareholder());
        if (place.isEmpty()) {
            return Future.failedFuture(queueFull());
        }
        return parts.submitter()
                .submit(order, uploaded.file().orElseThrow().path())
                .compose(receipt -> answer(context, caller, receipt, order.wishes()))
                .onComplete(done -> place.get().close());
    }

    private JobOrder order(RoutingContext context, Caller caller, UploadedForm uploaded, Task task) {
        TranscriptionForm form =
                TranscriptionForm.of(uploaded, task, parts.backend().models());
        JobWishes wishes = JobWishes.ofWaiting(context.request(), uploaded);
        Optional<WebhookOrder> webhook = WebhookOrder.withGivenSecret(
                uploaded, parts.webhooks(), "the answer to a transcription has no place to show one made here");
        return new JobOrder(caller, form.stored(), wishes, webhook);
    }

    private Future<JobResult> answer(RoutingContext context, Caller caller, Receipt receipt, JobWishes wishes) {
        Job job = receipt.job();
        JobHeaders.put(context, receipt);
        JobWaiter.Wait wait = waiter.begin(caller, job.id());
        context.addEndHandler(ended -> {
            if (ended.failed()) {
                left(wait, caller, job, wishes);
            }
        });
        if (context.response().closed()) {
            left(wait, caller, job, wishes);
        }
        parts.submitter().wakeWorkers(job);
        return wait.end().compose(ended -> promised.ask(() -> result(caller, ended)));
    }

    private JobResult result(Caller caller, Job ended) {
        if (ended.state() != JobState.SUCCEEDED) {
            throw ApiError.ofEnded(ended);
        }
        String text = parts.jobs()
                .desk()
                .result(caller.name(), ended.id())
                .orElseThrow(
                        () -> new ApiException(ApiError.unknownJob(ended.id().value())));
        return JobResult.of(StoredRequest.read(ended.request()), Optional.empty(), StoredTranscript.read(text));
    }

    /** The caller is gone before the answer. */
    private void left(JobWaiter.Wait wait, Caller caller, Job job, JobWishes wishes) {
        wait.giveUp();
        if (wishes.cancelOnDisconnect()) {
            promised.ask(() -> changes.cancel(caller, job.id()))
                    .onFailure(e -> LOG.warn("job {} of a caller who left could not be cancelled", job.id(), e));
        }
    }
}
