package dev.sotto.job;

import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A job while a rule changes it. One use, one thread. */
final class JobDraft {
    private final Job before;
    private JobState state;
    private WorkKind work;
    private WorkClass workClass;
    private int priority;
    private String input;
    private Duration retention;
    private Tries tries;
    private Progress progress;
    private boolean cancelRequested;
    private Instant dueAt;
    private double turn;
    private Optional<Instant> expiresAt;
    private Optional<Lease> lease;
    private Optional<Instant> startedAt;
    private Optional<Instant> endedAt;
    private Optional<Instant> purgeAt;
    private Optional<JobFailure> failure;

    JobDraft(Job before) {
        this.before = before;
        this.state = before.state();
        this.work = before.work();
        this.workClass = before.workClass();
        this.priority = before.priority();
        this.input = before.input();
        this.retention = before.retention();
        this.tries = before.tries();
        this.progress = before.progress();
        this.cancelRequested = before.cancelRequested();
        this.dueAt = before.dueAt();
        this.turn = before.turn();
        this.expiresAt = before.expiresAt();
        this.lease = before.lease();
        this.startedAt = before.startedAt();
        this.endedAt = before.endedAt();
        this.purgeAt = before.purgeAt();
        this.failure = before.failure();
    }

    /** Only as the table allows; leaving RUNNING takes the lease away. */
    JobDraft happen(JobEvent event) {
        state = JobTransitions.require(before.state(), event);
        if (state != JobState.RUNNING) {
            lease = Optional.empty();
        }
        return this;
    }

    JobDraft ended(Instant at, Instant purge) {
        endedAt = Optional.of(at);
        purgeAt = Optional.of(purge);
        return this;
    }

    JobDraft again() {
        expiresAt = Optional.empty();
        endedAt = Optional.empty();
        purgeAt = Optional.empty();
        failure = Optional.empty();
        cancelRequested = false;
        return this;
    }

    JobDraft leased(Lease value, Instant at) {
        lease = Optional.of(value);
        startedAt = Optional.of(at);
        return this;
    }

    JobDraft renewed(Instant endsAt) {
        lease = lease.map(held -> new Lease(held.job(), held.fence(), held.worker(), endsAt));
        return this;
    }

    JobDraft forWork(NextStep step) {
        work = step.next();
        workClass = step.workClass();
        input = step.input();
        return this;
    }

    /** Moves it to a place in another line of the same work. */
    JobDraft moved(WorkClass toClass, int toPriority, FairShare share) {
        workClass = toClass;
        priority = toPriority;
        turn = share.start();
        return this;
    }

    /** At least so long, from its end on or from now. */
    JobDraft kept(Duration least, Instant now) {
        retention = retention.compareTo(least) < 0 ? least : retention;
        purgeAt = purgeAt.map(at -> at.isBefore(now.plus(least)) ? now.plus(least) : at);
        return this;
    }

    JobDraft tries(Tries value) {
        tries = value;
        return this;
    }

    JobDraft progress(Progress value) {
        progress = value;
        return this;
    }

    JobDraft cancelRequested() {
        cancelRequested = true;
        return this;
    }

    JobDraft dueAt(Instant value) {
        dueAt = value;
        return this;
    }

    JobDraft turn(double value) {
        turn = value;
        return this;
    }

    JobDraft failure(JobFailure value) {
        failure = Optional.of(value);
        return this;
    }

    Job done() {
        return new Job(
                before.id(),
                before.tenant(),
                work,
                workClass,
                state,
                priority,
                input,
                before.summary(),
                tries,
                progress,
                cancelRequested,
                before.createdAt(),
                dueAt,
                turn,
                expiresAt,
                retention,
                lease,
                startedAt,
                endedAt,
                purgeAt,
                failure);
    }
}
