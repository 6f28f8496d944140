package dev.sotto.api;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobWaiting;
import dev.sotto.bus.StoreCalls;
import dev.sotto.config.ServerConfig;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.job.Idempotency;
import dev.sotto.job.Job;
import dev.sotto.job.JobSpec;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.BlobStore.StoredBlob;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.job.port.Submission;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a job of an upload: what it answers is on disk. */
final class JobSubmitter {
    private static final Logger LOG = LoggerFactory.getLogger(JobSubmitter.class);
    /** Of audio as it is usually sent; only the order of waiting jobs hangs on it. */
    private static final double BYTES_PER_SECOND = 16_000;

    private final Vertx vertx;
    private final StoreCalls store;
    private final JobAccess jobs;
    private final ServerConfig.Jobs settings;

    JobSubmitter(Vertx vertx, JobAccess jobs, ServerConfig.Jobs settings) {
        this.vertx = vertx;
        this.store = StoreCalls.of(vertx);
        this.jobs = jobs;
        this.settings = settings;
    }

    /** A job, and whether this very submission made it. */
    record Receipt(Job job, boolean isNew) {}

    /** Takes the file over; it is gone from its place when this is done well. Fails with {@link ApiException}. */
    Future<Receipt> submit(Caller caller, Path file, StoredRequest request, JobWishes wishes) {
        return store.ask(() -> {
            StoredBlob blob = jobs.blobs().take(file);
            try {
                Submission submission = jobs.desk().submit(spec(caller, blob, request, wishes));
                if (!(submission instanceof Submission.Accepted)) {
                    jobs.blobs().delete(blob.key());
                }
                return receipt(submission);
            } catch (StoreException e) {
                forget(blob, e);
                throw e;
            }
        });
    }

    /** To be called once the caller listens for news of the job. */
    void wakeWorkers() {
        vertx.eventBus().publish(Addresses.JOB_WAITING, new JobWaiting(WorkKind.TRANSCRIBE));
    }

    /** Only where the store has certainly not taken the job. */
    private void forget(StoredBlob blob, StoreException e) {
        try {
            if (e.error() == StoreError.FULL || e.error() == StoreError.BUSY) {
                jobs.blobs().delete(blob.key());
            }
        } catch (StoreException again) {
            LOG.warn("a recording without a job is left until the next start: {}", again.getMessage());
        }
    }

    private static Receipt receipt(Submission submission) {
        if (submission instanceof Submission.Accepted accepted) {
            return new Receipt(accepted.job(), true);
        }
        if (submission instanceof Submission.Existing existing) {
            return new Receipt(existing.job(), false);
        }
        if (submission instanceof Submission.Conflict conflict) {
            throw new ApiException(ApiError.idempotencyConflict(conflict.job()));
        }
        Submission.Full full = (Submission.Full) submission;
        throw new ApiException(ApiError.busy(
                full.ofTenant()
                        ? "You have %d jobs waiting; please try again later.".formatted(full.queuedMax())
                        : "The queue of this server is full; please try again later.",
                "queue_full"));
    }

    private JobSpec spec(Caller caller, StoredBlob blob, StoredRequest request, JobWishes wishes) {
        Instant now = jobs.clock().instant();
        String asked = request.write();
        JobSpec.Builder spec = JobSpec.builder(caller.tenant(), WorkKind.TRANSCRIBE, blob.key(), asked)
                .priority(wishes.priority())
                .costSeconds(blob.bytes() / BYTES_PER_SECOND)
                .keepResult(wishes.keep().orElse(settings.keepResult()));
        wishes.startAfter().ifPresent(wait -> spec.notBefore(now.plus(wait)));
        wishes.expireAfter().ifPresent(wait -> spec.expiresAt(now.plus(wait)));
        wishes.idempotencyKey()
                .ifPresent(key -> spec.idempotency(
                        new Idempotency(key, fingerprint(blob.checksum() + " " + asked), Idempotency.DEFAULT_KEEP)));
        if (wishes.coalesce()) {
            spec.coalesceKey(fingerprint(blob.checksum() + " " + asked));
        }
        return spec.build();
    }

    private static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
