package dev.sotto.job;

import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultCode.Retry;
import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What each event makes of a job. Stores load a job, ask here, and write the answer in the same transaction. Every
 * method throws {@link IllegalStateException} for a job in whose state the event cannot happen; {@code now} is in whole
 * milliseconds. Thread-safe if the generator is.
 */
public final class JobRules {
    private static final JobFailure EXPIRED =
            new JobFailure(FaultCode.EXPIRED, "No worker began this job before it expired; submit it again.");
    private static final JobFailure LOST =
            new JobFailure(FaultCode.WORKER_LOST, "The worker stopped in the middle of this job.");

    private final JobPolicy policy;
    private final RandomGenerator random;

    public JobRules(JobPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    public JobPolicy policy() {
        return policy;
    }

    /** A new job, at its place in the line of its work, class and priority. */
    public Job submitted(JobId id, JobSpec spec, FairShare share, Instant now) {
        return new Job(
                id,
                spec.tenant().name(),
                spec.work(),
                spec.workClass(),
                JobState.QUEUED,
                spec.priority(),
                spec.input(),
                spec.summary(),
                Tries.NONE,
                Progress.NONE,
                false,
                now,
                spec.notBefore()
                        .filter(now::isBefore)
                        .map(JobRules::wholeMillis)
                        .orElse(now),
                share.start(),
                spec.expiresAt().map(JobRules::wholeMillis),
                spec.retention(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether a waiting job would be taken sooner as what came later: by its class, or by its priority in the same class. */
    public static boolean isHurriedBy(Job job, JobSpec later) {
        boolean isSooner = job.workClass() == later.workClass()
                ? later.priority() < job.priority()
                : later.workClass() == WorkClass.INTERACTIVE;
        return job.state() == JobState.QUEUED && isSooner;
    }

    /**
     * A job that stands for a later submission too: it is kept as long as that asked for, and hurries where that would.
     *
     * @param share its place in the line of the later one; empty unless {@link #isHurriedBy}
     */
    public Job joined(Job job, JobSpec later, Optional<FairShare> share, Instant now) {
        JobDraft draft = job.draft().kept(later.retention(), now);
        share.ifPresent(place -> draft.moved(later.workClass(), later.priority(), place));
        return draft.done();
    }

    /** At another place among the jobs of its owner. */
    public Job inTurn(Job job, double turn) {
        return job.draft().turn(turn).done();
    }

    public Job claimed(Job job, String worker, Duration length, Instant now) {
        Tries tries = job.tries().claimed();
        Lease lease = new Lease(job.id(), tries.fence(), worker, now.plus(length));
        return job.draft()
                .happen(JobEvent.CLAIM)
                .tries(tries)
                .leased(lease, now)
                .done();
    }

    public Job renewed(Job job, Progress progress, Duration length, Instant now) {
        return job.draft().progress(progress).renewed(now.plus(length)).done();
    }

    /** A checkpoint proves that the job gets further: earlier failures and losses no longer count against it. */
    public Job checkpointed(Job job, Checkpoint checkpoint, Duration length, Instant now) {
        return job.draft()
                .progress(checkpoint.progress())
                .tries(job.tries().progressed())
                .renewed(now.plus(length))
                .done();
    }

    public Job advanced(Job job, NextStep step, FairShare share, Instant now) {
        if (job.cancelRequested()) {
            return cancelled(job, now);
        }
        return job.draft()
                .happen(JobEvent.ADVANCE)
                .forWork(step)
                .tries(job.tries().progressed())
                .turn(share.start())
                .dueAt(now)
                .done();
    }

    public Job succeeded(Job job, double audioSeconds, Instant now) {
        if (job.cancelRequested()) {
            return cancelled(job, now);
        }
        double known = Math.max(job.progress().secondsTotal(), job.progress().secondsDone());
        double total = Math.max(known, audioSeconds);
        return job.draft()
                .happen(JobEvent.SUCCEED)
                .progress(new Progress(total, total))
                .ended(now, now.plus(job.retention()))
                .done();
    }

    /** Ends the job, or lets it wait for its next attempt. */
    public Job failed(Job job, JobFailure failure, Instant now) {
        if (job.cancelRequested()) {
            return cancelled(job, now);
        }
        if (failure.code().retry() == Retry.NEVER) {
            return ended(job.draft().happen(JobEvent.REJECT).failure(failure), now);
        }
        Tries tries = job.tries().failed();
        JobDraft draft = job.draft().tries(tries).failure(failure);
        if (tries.failures() > retries(failure.code())) {
            return ended(draft.happen(JobEvent.GIVE_UP), now);
        }
        return draft.happen(JobEvent.RETRY)
                .dueAt(now.plus(policy.backoff().draw(tries.failures(), random)))
                .done();
    }

    private int retries(FaultCode code) {
        int usual = policy.failuresMax() - 1;
        return code.retry() == Retry.ONCE ? Math.min(1, usual) : usual;
    }

    /** Its worker stops for reasons of its own. */
    public Job released(Job job, Instant now) {
        if (job.cancelRequested()) {
            return cancelled(job, now);
        }
        return job.draft()
                .happen(JobEvent.RELEASE)
                .tries(job.tries().released())
                .dueAt(now)
                .done();
    }

    /**
     * Whether its next attempt is to run with nothing beside it: workers died while it ran, so often that it may be what
     * kills them, or a neighbour of it is.
     */
    public boolean isSuspect(Job job) {
        return job.tries().losses() >= policy.lossesMax();
    }

    /** The process that held it died. It is given up only if it was a suspect, so that nothing else was running. */
    public Job lost(Job job, Instant now) {
        if (job.cancelRequested()) {
            return cancelled(job, now);
        }
        JobDraft draft = job.draft().tries(job.tries().lost()).failure(LOST);
        if (isSuspect(job)) {
            return ended(draft.happen(JobEvent.GIVE_UP), now);
        }
        return draft.happen(JobEvent.LOSE).dueAt(now).done();
    }

    /**
     * Its lease ran out. If that was the lease of the worker that says so, the worker stood still, as a suspended machine
     * does, and lives: the attempt does not count. Any other worker has died.
     *
     * @param worker that says so
     */
    public Job leaseEnded(Job job, String worker, Instant now) {
        return job.lease().filter(lease -> lease.worker().equals(worker)).isPresent()
                ? released(job, now)
                : lost(job, now);
    }

    /** A waiting job ends at once; a running one learns it with its next heartbeat. */
    public Job cancelAsked(Job job, Instant now) {
        return job.state() == JobState.RUNNING ? job.draft().cancelRequested().done() : cancelled(job, now);
    }

    public Job cancelled(Job job, Instant now) {
        return ended(job.draft().happen(JobEvent.CANCEL), now);
    }

    public Job expired(Job job, Instant now) {
        return ended(job.draft().happen(JobEvent.EXPIRE).failure(EXPIRED), now);
    }

    /** It keeps its checkpoints, and expires no more: an operator wants it. */
    public Job retried(Job job, FairShare share, Instant now) {
        return job.draft()
                .happen(JobEvent.REVIVE)
                .again()
                .tries(job.tries().retried())
                .turn(share.start())
                .dueAt(now)
                .done();
    }

    private Duration keepDead(Duration retention) {
        boolean isBrief = retention.compareTo(JobSpec.RETENTION_OF_AWAITED_MIN) <= 0;
        return isBrief && retention.compareTo(policy.keepDead()) < 0 ? retention : policy.keepDead();
    }

    private Job ended(JobDraft draft, Instant now) {
        return draft.ended(now, now.plus(keepDead(draft.done().retention()))).done();
    }

    private static Instant wholeMillis(Instant time) {
        return Instant.ofEpochMilli(time.toEpochMilli());
    }
}
