package dev.sotto.worker.job;

import dev.sotto.fault.FaultCode;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobSpeakers;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.LeaseStatus;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.job.port.TenantJobs;
import dev.sotto.job.port.WorkQueue;
import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's side of running jobs. Every method blocks on the disk. Thread-safe. */
public final class LeasedJobStore {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedJobStore.class);
    private static final int WRITES_MAX = 5;
    private static final long REST_MILLIS = 500;

    private final WorkQueue queue;
    private final TenantJobs tenantJobs;
    private final JobSpeakers speakers;
    private final BlobStore blobs;
    private final String worker;
    private final AttemptLimits limits;

    /** @param worker names this process in leases and logs */
    public LeasedJobStore(JobStore store, BlobStore blobs, String worker, AttemptLimits limits) {
        this.queue = store.queue();
        this.tenantJobs = store.tenantJobs();
        this.speakers = store.speakers();
        this.blobs = blobs;
        this.worker = worker;
        this.limits = limits;
    }

    /** Where the recordings lie. */
    BlobStore blobs() {
        return blobs;
    }

    AttemptLimits limits() {
        return limits;
    }

    WorkQueue queue() {
        return queue;
    }

    /** @param ownerMax see {@link WorkQueue#claim} */
    Optional<Claim> claim(WorkKind work, WorkClass workClass, int ownerMax) {
        return queue.claim(work, workClass, worker, limits.lease(), ownerMax);
    }

    /** After a claim of unknown outcome; see {@link WorkQueue#releaseUnheld}. */
    List<Job> releaseUnheld(WorkKind work, Set<JobId> held) {
        return queue.releaseUnheld(work, worker, held);
    }

    void renew(RunningJob job) {
        long askedNanos = System.nanoTime();
        apply(job, askedNanos, queue.renew(job.lease(), job.progress(), limits.lease()));
    }

    /** Writes until no finished window waits. One job's checkpoints are written one after the other. */
    void writeCheckpoints(RunningJob job) {
        synchronized (job.writing()) {
            while (true) {
                job.writerLooks();
                Optional<CheckpointBuffer.Waiting> waiting = job.checkpoints().first();
                if (waiting.isEmpty()) {
                    return;
                }
                long askedNanos = System.nanoTime();
                LeaseStatus status = queue.checkpoint(job.lease(), waiting.get().checkpoint(), limits.lease());
                job.checkpoints().written(waiting.get());
                apply(job, askedNanos, status);
                if (status == LeaseStatus.LOST) {
                    return;
                }
            }
        }
    }

    private static void apply(RunningJob job, long askedNanos, LeaseStatus status) {
        switch (status) {
            case HELD -> job.renewed(askedNanos);
            case STOP -> {
                job.renewed(askedNanos);
                job.stop(StopReason.CANCELLED);
            }
            case LOST -> job.stop(StopReason.LOST);
        }
    }

    /**
     * Writes the end of an attempt, more than once where the store fails in passing.
     *
     * @return the job as it is now; empty where another has it
     */
    Optional<Job> settle(RunningJob job, JobOutcome outcome) throws InterruptedException {
        JobOutcome written = outcome;
        boolean isUnsure = false;
        for (int i = 1; ; i++) {
            try {
                Optional<Job> settled = write(job, written);
                return settled.isEmpty() && isUnsure ? asWrittenBefore(job) : settled;
            } catch (StoreException e) {
                if (!e.error().isPassing() || i > WRITES_MAX) {
                    throw e;
                }
                LOG.warn("the end of job {} could not be written yet: {}", job.id(), e.getMessage());
                isUnsure = true;
                if (i == WRITES_MAX) {
                    written = new JobOutcome.Failed(notStored(e.error()));
                } else {
                    TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
                }
            } catch (RuntimeException | Error e) { // of a result that cannot be written down: once more, as a failure
                if (written instanceof JobOutcome.Failed) {
                    throw e;
                }
                LOG.error("the result of job {} could not be written down", job.id(), e);
                written = new JobOutcome.Failed(JobFailure.internal());
            }
        }
    }

    /** A store that did not answer may have done what was asked: then the job stands there as it left this attempt. */
    private Optional<Job> asWrittenBefore(RunningJob job) {
        return tenantJobs
                .find(job.job().tenant(), job.id())
                .filter(found -> found.state() != JobState.RUNNING
                        && found.tries().fence() == job.lease().fence());
    }

    private static JobFailure notStored(StoreError error) {
        return new JobFailure(
                FaultCode.RESULT_NOT_STORED,
                error == StoreError.FULL
                        ? "The result could not be stored: no space is left."
                        : "The result could not be stored.");
    }

    private Optional<Job> write(RunningJob job, JobOutcome outcome) {
        Optional<StopReason> stopped = job.stopReason();
        if (stopped.filter(StopReason.LOST::equals).isPresent()) {
            return Optional.empty();
        }
        if (outcome instanceof JobOutcome.Succeeded succeeded) {
            succeeded.speakers().get().ifPresent(kept -> speakers.keep(job.lease(), kept));
            return queue.succeed(job.lease(), succeeded.result().get(), succeeded.audioSeconds());
        }
        if (outcome instanceof JobOutcome.Advanced advanced) {
            return queue.advance(job.lease(), advanced.step());
        }
        if (outcome instanceof JobOutcome.Failed failed) {
            return queue.fail(job.lease(), failed.failure());
        }
        writeCheckpoints(job);
        if (stopped.isEmpty()) {
            return queue.fail(job.lease(), new JobFailure(FaultCode.INTERNAL, "The work stopped without a reason."));
        }
        return switch (stopped.get()) {
            case CANCELLED -> queue.cancelled(job.lease());
            case STALLED ->
                queue.fail(
                        job.lease(),
                        new JobFailure(FaultCode.STALLED, "No progress for %s.".formatted(spoken(limits.stall()))));
            case TIMED_OUT -> queue.fail(job.lease(), timedOut(job));
            case SHUTDOWN, LOST -> queue.release(job.lease());
        };
    }

    private JobFailure timedOut(RunningJob job) {
        Duration runMax = limits.runMax(job.progress().secondsTotal(), job.channels());
        return new JobFailure(
                FaultCode.TIME_LIMIT_EXCEEDED, "Exceeded its time limit of %s.".formatted(spoken(runMax)));
    }

    private static String spoken(Duration time) {
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toMillis() / 1000.0 + " s";
    }

    /** Keys of recordings that nobody needs behind such an end: those of a job that can never run again. */
    static List<String> unneeded(Job job, JobOutcome outcome) {
        if (job.state() != JobState.SUCCEEDED && job.state() != JobState.CANCELLED) {
            return List.of();
        }
        return outcome instanceof JobOutcome.Advanced advanced
                ? List.of(job.input(), advanced.step().input()) // the second of which it never came to have
                : List.of(job.input());
    }
}
