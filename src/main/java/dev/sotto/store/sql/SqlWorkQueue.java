package dev.sotto.store.sql;

import dev.sotto.fault.FaultCode;
import dev.sotto.job.Checkpoint;
import dev.sotto.job.FairShare;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobId;
import dev.sotto.job.Lease;
import dev.sotto.job.NextStep;
import dev.sotto.job.Progress;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.LeaseStatus;
import dev.sotto.job.port.WorkQueue;
import dev.sotto.transcript.WorkClass;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The worker's side. */
final class SqlWorkQueue implements WorkQueue {
    private static final String OVER_QUOTA =
            "Daily audio quota of %d s exceeded by what else was transcribed; resets at 00:00 UTC. Retry the job then.";

    private final Database database;
    private final JobTransaction changes;
    private final Suspects suspects;

    SqlWorkQueue(Database database, JobTransaction changes) {
        this.database = database;
        this.changes = changes;
        this.suspects = new Suspects(changes.rules().policy());
    }

    /** What a rule makes of a job at this time. */
    private interface Change {
        Job of(Connection c, Job job, Instant now) throws SQLException;
    }

    @Override
    public Optional<Claim> claim(WorkKind work, WorkClass workClass, String worker, Duration length, int ownerMax) {
        return database.write(c -> {
            Instant now = changes.now();
            Optional<Suspects.Losses> allowed = suspects.allowed(c, worker, now);
            if (allowed.isEmpty()) {
                return Optional.<Claim>empty();
            }
            Optional<QueueOrder.Next> next =
                    QueueOrder.next(c, new QueueOrder.Wanted(work, workClass, now, allowed.get(), ownerMax));
            if (next.isEmpty()) {
                return Optional.<Claim>empty();
            }
            Job found = next.get().job();
            Job head = next.get().head();
            if (!head.id().equals(found.id())) {
                JobRows.update(c, head, changes.rules().inTurn(head, found.turn()));
            }
            Job inTurn = changes.rules().inTurn(found, head.turn());
            Job job = changes.write(c, found, changes.rules().claimed(inTurn, worker, length, now));
            FairQueueRows.taken(c, job);
            return Optional.of(new Claim(
                    job, job.lease().orElseThrow(), JobRows.request(c, job.id()), CheckpointRows.list(c, job.id(), 0)));
        });
    }

    @Override
    public Optional<Duration> untilNextDue(WorkKind work) {
        long now = changes.now().toEpochMilli();
        return database.read(c -> Sql.first(
                c,
                "SELECT due_at FROM job WHERE work = ? AND state = 'queued' AND due_at > ?"
                        + " ORDER BY due_at LIMIT 1",
                row -> Duration.ofMillis(row.getLong(1) - now),
                work.wireName(),
                now));
    }

    @Override
    public LeaseStatus renew(Lease lease, Progress progress, Duration length) {
        return stand(lease, (c, job, now) -> changes.rules().renewed(job, progress, length, now));
    }

    @Override
    public LeaseStatus checkpoint(Lease lease, Checkpoint checkpoint, Duration length) {
        return stand(
                lease,
                (c, job, now) -> CheckpointRows.add(c, job.id(), checkpoint)
                        ? changes.rules().checkpointed(job, checkpoint, length, now)
                        : changes.rules().renewed(job, job.progress(), length, now));
    }

    private LeaseStatus stand(Lease lease, Change change) {
        Optional<Job> written = change(lease, change);
        if (written.isEmpty()) {
            return LeaseStatus.LOST;
        }
        return written.get().cancelRequested() ? LeaseStatus.STOP : LeaseStatus.HELD;
    }

    @Override
    public Optional<Job> advance(Lease lease, NextStep step) {
        return change(lease, (c, job, now) -> {
            FairQueueRows.Line line = new FairQueueRows.Line(step.next(), step.workClass());
            FairShare share = changes.rejoin(c, job, line, step.costSeconds());
            Sql.update(
                    c,
                    "UPDATE job SET cost_seconds = ? WHERE id = ?",
                    step.costSeconds(),
                    job.id().value());
            CheckpointRows.drop(c, job.id());
            return changes.rules().advanced(job, step, share, now);
        });
    }

    @Override
    public Optional<Job> succeed(Lease lease, String result, double audioSeconds) {
        return database.write(c -> {
            Optional<Job> held = JobRows.held(c, lease);
            if (held.isEmpty()) {
                return held;
            }
            Job job = held.get();
            Instant now = changes.now();
            Optional<Long> quota = JobRows.audioSecondsPerDay(c, job.id()).filter(limit -> !job.cancelRequested());
            if (quota.isPresent()
                    && !KeyRows.used(c, job.tenant(), now)
                            .admit(quota.get(), now)
                            .isAdmitted()) {
                JobFailure over = new JobFailure(FaultCode.INSUFFICIENT_QUOTA, OVER_QUOTA.formatted(quota.get()));
                return Optional.of(changes.write(c, job, changes.rules().failed(job, over, now)));
            }
            Job ended = changes.rules().succeeded(job, audioSeconds, now);
            return Optional.of(changes.write(c, job, ended, Optional.of(result)));
        });
    }

    @Override
    public Optional<Job> fail(Lease lease, JobFailure failure) {
        return change(lease, (c, job, now) -> changes.rules().failed(job, failure, now));
    }

    @Override
    public Optional<Job> release(Lease lease) {
        return change(lease, (c, job, now) -> changes.rules().released(job, now));
    }

    @Override
    public List<Job> releaseUnheld(WorkKind work, String worker, Set<JobId> held) {
        return database.write(c -> {
            List<Job> released = new ArrayList<>();
            String ofWorker = "WHERE state = 'running' AND work = ? AND lease_owner = ?";
            for (Job job : JobRows.list(c, ofWorker, work.wireName(), worker)) {
                if (!held.contains(job.id())) {
                    released.add(changes.write(c, job, changes.rules().released(job, changes.now())));
                }
            }
            return released;
        });
    }

    @Override
    public Optional<Job> cancelled(Lease lease) {
        return database.write(c -> {
            Optional<Job> held = JobRows.held(c, lease).filter(Job::cancelRequested);
            return held.isEmpty()
                    ? held
                    : Optional.of(changes.write(c, held.get(), changes.rules().cancelled(held.get(), changes.now())));
        });
    }

    private Optional<Job> change(Lease lease, Change change) {
        return database.write(c -> {
            Optional<Job> held = JobRows.held(c, lease);
            return held.isEmpty()
                    ? held
                    : Optional.of(changes.write(c, held.get(), change.of(c, held.get(), changes.now())));
        });
    }
}
