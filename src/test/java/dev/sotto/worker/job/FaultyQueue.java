package dev.sotto.worker.job;

import dev.sotto.job.Checkpoint;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobId;
import dev.sotto.job.Lease;
import dev.sotto.job.NextStep;
import dev.sotto.job.Progress;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobLibrary;
import dev.sotto.job.port.JobMaintenance;
import dev.sotto.job.port.JobSpeakers;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.LeaseStatus;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.job.port.TenantJobs;
import dev.sotto.job.port.TranscriptEdits;
import dev.sotto.job.port.TranscriptShares;
import dev.sotto.job.port.VoiceStore;
import dev.sotto.job.port.WorkQueue;
import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A real queue some of whose calls do what a test says before or after they are done. */
final class FaultyQueue implements WorkQueue {
    /** Those calls. */
    enum Call {
        CLAIM,
        RENEW,
        CHECKPOINT,
        SUCCEED
    }

    private final WorkQueue real;
    private final Map<Call, Runnable> before = new ConcurrentHashMap<>();
    private final Map<Call, Runnable> after = new ConcurrentHashMap<>();

    FaultyQueue(WorkQueue real) {
        this.real = real;
    }

    /** For calls from now on; runs on the thread of the call. What it throws keeps the call from the store. */
    void before(Call call, Runnable fault) {
        before.put(call, fault);
    }

    /** As above, when the store has done what was asked. What it throws takes the place of the answer. */
    void after(Call call, Runnable fault) {
        after.put(call, fault);
    }

    void mend() {
        before.clear();
        after.clear();
    }

    /** A store that did not answer in time: nobody can tell what it has done. */
    static StoreException unknown() {
        return new StoreException(StoreError.UNAVAILABLE, "not answered in time");
    }

    /** A call that takes until so long from now. */
    static Runnable untilMillisFromNow(long millis) {
        Instant time = Instant.now().plusMillis(millis);
        return () -> {
            while (Instant.now().isBefore(time)) {
                LockSupport.parkUntil(time.toEpochMilli());
            }
        };
    }

    /** The store with this queue in place of its own. */
    JobStore instead(JobStore store) {
        return new WithQueue(store, this);
    }

    private record WithQueue(JobStore store, WorkQueue queue) implements JobStore {
        @Override
        public TenantJobs tenantJobs() {
            return store.tenantJobs();
        }

        @Override
        public JobSpeakers speakers() {
            return store.speakers();
        }

        @Override
        public VoiceStore voices() {
            return store.voices();
        }

        @Override
        public TranscriptEdits edits() {
            return store.edits();
        }

        @Override
        public JobLibrary library() {
            return store.library();
        }

        @Override
        public TranscriptShares shares() {
            return store.shares();
        }

        @Override
        public JobMaintenance maintenance() {
            return store.maintenance();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private <T> T around(Call call, Supplier<T> asked) {
        before.getOrDefault(call, () -> {}).run();
        T answer = asked.get();
        after.getOrDefault(call, () -> {}).run();
        return answer;
    }

    @Override
    public Optional<Claim> claim(WorkKind work, WorkClass workClass, String worker, Duration length, int ownerMax) {
        return around(Call.CLAIM, () -> real.claim(work, workClass, worker, length, ownerMax));
    }

    @Override
    public LeaseStatus renew(Lease lease, Progress progress, Duration length) {
        return around(Call.RENEW, () -> real.renew(lease, progress, length));
    }

    @Override
    public LeaseStatus checkpoint(Lease lease, Checkpoint checkpoint, Duration length) {
        return around(Call.CHECKPOINT, () -> real.checkpoint(lease, checkpoint, length));
    }

    @Override
    public Optional<Job> succeed(Lease lease, String result, double audioSeconds) {
        return around(Call.SUCCEED, () -> real.succeed(lease, result, audioSeconds));
    }

    @Override
    public Optional<Duration> untilNextDue(WorkKind work) {
        return real.untilNextDue(work);
    }

    @Override
    public Optional<Job> advance(Lease lease, NextStep step) {
        return real.advance(lease, step);
    }

    @Override
    public Optional<Job> fail(Lease lease, JobFailure failure) {
        return real.fail(lease, failure);
    }

    @Override
    public Optional<Job> release(Lease lease) {
        return real.release(lease);
    }

    @Override
    public List<Job> releaseUnheld(WorkKind work, String worker, Set<JobId> held) {
        return real.releaseUnheld(work, worker, held);
    }

    @Override
    public Optional<Job> cancelled(Lease lease) {
        return real.cancelled(lease);
    }
}
