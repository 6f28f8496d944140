package dev.sotto.service;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobWaiting;
import dev.sotto.bus.Recordings;
import dev.sotto.bus.StoreCalls;
import dev.sotto.config.ServerConfig;
import dev.sotto.digest.Sha256;
import dev.sotto.fault.FaultException;
import dev.sotto.format.stored.RequestSummary;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.job.AudioGuess;
import dev.sotto.job.Idempotency;
import dev.sotto.job.Job;
import dev.sotto.job.JobClip;
import dev.sotto.job.JobSpec;
import dev.sotto.job.Reuse;
import dev.sotto.job.ShortWork;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.BlobStore.StoredBlob;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.job.port.Submission;
import dev.sotto.job.port.VoiceStore;
import dev.sotto.transcript.KnownVoices;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.webhook.Subscription;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes a job of an upload: what it answers is on disk. */
public final class JobSubmitter {
    private final Vertx vertx;
    private final Backend backend;
    private final StoreCalls store;
    private final StoreCalls uploads;
    private final Recordings recordings;
    private final JobAccess jobs;
    private final WebhookAccess webhooks;
    private final ServerConfig.Jobs settings;
    private final boolean isLibraryOpen;

    public JobSubmitter(Vertx vertx, Backend backend, JobServices.Stores stores, ServerConfig config) {
        this.vertx = vertx;
        this.backend = backend;
        this.store = StoreCalls.of(vertx);
        this.uploads = StoreCalls.ofUploads(vertx);
        this.jobs = stores.jobs();
        this.recordings = new Recordings(vertx, jobs.blobs());
        this.webhooks = stores.webhooks();
        this.settings = config.jobs();
        this.isLibraryOpen = config.voices().enabled();
    }

    /** A job, whether this very submission made it, and the webhook that it registered. */
    public record Receipt(Job job, boolean isNew, Optional<NewWebhook> webhook) {}

    /** A recording, or where it is to be had. */
    private record Source(WorkKind work, String input, String identity, double costSeconds) {}

    /** Takes the file over; it is gone from its place when this is done well. Fails with {@link FaultException}. */
    public Future<Receipt> submit(JobSubmission order, Path file) {
        return backend.isDraining()
                ? refused()
                : uploads.ask(() -> jobs.blobs().take(file)).compose(blob -> submit(order, blob));
    }

    private Future<Receipt> submit(JobSubmission order, StoredBlob blob) {
        Source source = new Source(WorkKind.TRANSCRIBE, blob.key(), blob.checksum(), AudioGuess.ofBytes(blob.bytes()));
        Future<Receipt> submitted = store.ask(() -> submit(order, source));
        return submitted.eventually(
                () -> hasNoJob(submitted) ? recordings.removeAll(List.of(blob.key())) : Future.succeededFuture());
    }

    /** Certainly none: where the store may have taken the job, its recording stays. */
    private static boolean hasNoJob(Future<Receipt> submitted) {
        if (submitted.succeeded()) {
            return !submitted.result().isNew();
        }
        return submitted.cause() instanceof FaultException
                || (submitted.cause() instanceof StoreException e
                        && (e.error() == StoreError.FULL || e.error() == StoreError.BUSY));
    }

    /** A job whose recording is fetched first. Fails with {@link FaultException}. */
    public Future<Receipt> submitUrl(JobSubmission order, String url) {
        return backend.isDraining()
                ? refused()
                : store.ask(() -> submit(order, new Source(WorkKind.FETCH, url, url, 0)));
    }

    private static Future<Receipt> refused() {
        return Future.failedFuture(new FaultException(Faults.draining()));
    }

    private Receipt submit(JobSubmission sent, Source source) {
        KnownVoiceRequest known = known(sent);
        JobSubmission order = sent.asking(with(sent.request(), known.voices()));
        Optional<Subscription> subscription = order.webhook()
                .map(registration -> registration.subscription(
                        webhooks.ids().endpoint(),
                        order.caller().name(),
                        jobs.clock().instant()));
        Submission submission = jobs.tenantJobs()
                .submit(
                        spec(order, source, subscription, known.clips()),
                        () -> subscription.ifPresent(webhooks.endpoints()::register));
        if (submission instanceof Submission.Joined joined
                && joined.job().state().isFinal()) {
            subscription.ifPresent(late -> webhooks.wakeUp().run());
        }
        return receipt(submission, subscription.flatMap(made -> order.webhook()
                .map(registration -> registration.registered(made))));
    }

    private KnownVoiceRequest known(JobSubmission order) {
        KnownVoices asked = order.request().options().speakers().known();
        if (!asked.wanted().isEmpty() && !isLibraryOpen) {
            throw new FaultException(Faults.voicesOff(KnownVoices.FIELD));
        }
        List<VoiceStore.Voice> library = asked.wanted().isEmpty()
                ? List.of()
                : jobs.voices().list(order.caller().name());
        return KnownVoiceRequest.of(order.clips(), asked.wanted(), library);
    }

    private static StoredRequest with(StoredRequest request, KnownVoices voices) {
        TranscriptionOptions options = request.options();
        return request.with(options.toBuilder()
                .speakers(options.speakers().toBuilder().known(voices).build())
                .build());
    }

    /** To be called once the caller listens for news of the job. */
    public void wakeWorkers(Job job) {
        vertx.eventBus().publish(Addresses.JOB_WAITING, new JobWaiting(job.work()));
    }

    private static Receipt receipt(Submission submission, Optional<NewWebhook> webhook) {
        if (submission instanceof Submission.Accepted accepted) {
            return new Receipt(accepted.job(), true, webhook);
        }
        if (submission instanceof Submission.Joined joined) {
            return new Receipt(joined.job(), false, webhook);
        }
        if (submission instanceof Submission.Existing existing) {
            return new Receipt(existing.job(), false, Optional.empty());
        }
        if (submission instanceof Submission.Conflict conflict) {
            throw new FaultException(Faults.idempotencyConflict(conflict.job()));
        }
        if (submission instanceof Submission.TooManyEndpoints many) {
            throw new FaultException(Faults.invalidValue(
                    "webhook_url",
                    "The job %s, which this would join, notifies %d webhook endpoints; leave out coalesce or the webhook."
                            .formatted(many.job(), many.endpointsMax())));
        }
        throw refusal(submission);
    }

    /** Of {@link Submission.Full} and {@link Submission.OverQuota}. */
    static FaultException refusal(Submission submission) {
        if (submission instanceof Submission.OverQuota quota) {
            return new FaultException(Faults.quotaUsed(quota.secondsPerDay()));
        }
        Submission.Full full = (Submission.Full) submission;
        return new FaultException(full.ofTenant() ? Faults.ownQueueFull(full.queuedMax()) : Faults.queueFull());
    }

    private JobSpec spec(JobSubmission order, Source source, Optional<Subscription> subscription, List<JobClip> clips) {
        JobOptions options = order.options();
        Instant now = jobs.clock().instant();
        String identity = Sha256.hexOf(source.identity() + " " + order.request().identity());
        JobSpec.Builder spec = JobSpec.builder(order.caller().tenant(), source.work(), source.input(), request(order))
                .summary(RequestSummary.of(
                                order.request(), order.caller().traceparent().orElse(""))
                        .write())
                .priority(options.priority())
                .costSeconds(source.costSeconds())
                .workClass(
                        new ShortWork(settings.interactiveSeconds()).classOf(source.costSeconds(), order.isAwaited()))
                .retention(keep(order))
                .clips(clips);
        subscription.ifPresent(
                notified -> spec.endpoints(List.of(notified.endpoint().id())));
        options.startAfter().ifPresent(wait -> spec.notBefore(now.plus(wait)));
        options.expireAfter().ifPresent(wait -> spec.expiresAt(now.plus(wait)));
        options.idempotencyKey()
                .ifPresent(key -> spec.idempotency(new Idempotency(key, identity, Idempotency.DEFAULT_KEEP)));
        reuse(spec, options, source, identity);
        return spec.build();
    }

    /** Bounded as a whole: the fields are bounded one by one, and a request has many. */
    private static String request(JobSubmission order) {
        String request = order.request().write();
        if (request.length() > JobSpec.REQUEST_CHARS_MAX) {
            throw new FaultException(Faults.requestTooLarge(request.length(), JobSpec.REQUEST_CHARS_MAX));
        }
        return request;
    }

    /**
     * What is at a URL may change, so only what is under way stands for it; and work that is put off or given up at some time
     * stands for no other.
     */
    private void reuse(JobSpec.Builder spec, JobOptions options, Source source, String work) {
        boolean isTimed =
                options.startAfter().isPresent() || options.expireAfter().isPresent();
        boolean isReusable = settings.reuseResults() && source.work() == WorkKind.TRANSCRIBE && !isTimed;
        if (isReusable || options.coalesce()) {
            spec.coalesceKey(Sha256.hexOf(isTimed ? work + " timed" : work));
        }
        if (isReusable && options.reuse()) {
            spec.reuse(Reuse.ANY);
        } else {
            spec.reuse(options.coalesce() ? Reuse.UNDER_WAY : Reuse.NONE);
        }
    }

    /** A result that nobody waits for and no webhook brings must stay for a while to be of any use. */
    private Duration keep(JobSubmission order) {
        Duration kept = keepAsked(order);
        if (order.isAwaited()) {
            return kept.isZero() ? JobSpec.RETENTION_OF_AWAITED_MIN : kept;
        }
        if (kept.isZero()
                && order.webhook().filter(WebhookRegistration::isResultWanted).isEmpty()) {
            throw new FaultException(Faults.invalidValue(
                    "retention_seconds",
                    "Nothing of this job would be kept, so nobody could fetch its result; send"
                            + " retention_seconds, or webhook_url with webhook_include_result=true."));
        }
        return kept;
    }

    /** Whether its caller, or the settings, want nothing kept beyond the answer. */
    boolean keepsNothing(JobSubmission order) {
        return keepAsked(order).isZero();
    }

    private Duration keepAsked(JobSubmission order) {
        Duration asked = order.options().keep().orElse(settings.retention());
        return order.caller()
                .keepMax()
                .filter(most -> most.compareTo(asked) < 0)
                .orElse(asked);
    }
}
