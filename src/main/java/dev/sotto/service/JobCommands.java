package dev.sotto.service;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobNews;
import dev.sotto.bus.JobStop;
import dev.sotto.bus.JobWaiting;
import dev.sotto.bus.Recordings;
import dev.sotto.bus.StoreCalls;
import dev.sotto.fault.FaultException;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobAnswer;
import dev.sotto.job.port.TenantJobs;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What owners may do to their jobs, with all that follows from it. What is answered is on disk. Futures fail with {@link
 * FaultException}: {@code JOB_NOT_FOUND}, also for another's job, or {@code WRONG_JOB_STATE}; or with {@link
 * dev.sotto.job.port.StoreException}.
 */
public final class JobCommands {
    private static final Logger LOG = LoggerFactory.getLogger(JobCommands.class);

    private final Vertx vertx;
    private final TenantJobs jobs;
    private final Recordings recordings;
    private final JobWatch watch;
    private final StoreCalls store;
    private final StoreCalls promised;

    JobCommands(Vertx vertx, JobAccess jobs, JobWatch watch) {
        this.vertx = vertx;
        this.watch = watch;
        this.jobs = jobs.tenantJobs();
        this.recordings = new Recordings(vertx, jobs.blobs());
        this.store = StoreCalls.of(vertx);
        this.promised = StoreCalls.ofPromised(vertx);
    }

    public Future<Job> cancel(Caller caller, JobId id) {
        return store.ask(() -> cancelled(id, jobs.cancel(caller.name(), id)))
                .map(answer -> done(answer, id, "cancelled"));
    }

    /** The one who waited for it has left: it is cancelled unless it stands for later submissions too. */
    void abandon(Caller caller, JobId id) {
        promised.ask(() -> cancelled(id, jobs.cancelUnlessJoined(caller.name(), id)))
                .onFailure(e -> LOG.warn("job {} of a caller who left could not be cancelled", id, e));
    }

    private JobAnswer cancelled(JobId id, JobAnswer answer) {
        if (answer instanceof JobAnswer.Done done) {
            if (done.job().state() == JobState.CANCELLED) {
                vertx.eventBus().publish(Addresses.JOB_NEWS, new JobNews.StateChanged(done.job()));
                recordings.remove(done.job().input());
            } else {
                vertx.eventBus().publish(Addresses.JOB_STOP, new JobStop(id));
            }
        }
        return answer;
    }

    /** Lets a failed or dead job wait again. */
    public Future<Job> retry(Caller caller, JobId id) {
        return store.ask(() -> jobs.retry(caller.tenant(), id))
                .map(answer -> done(answer, id, "retried"))
                .onSuccess(job -> vertx.eventBus().publish(Addresses.JOB_WAITING, new JobWaiting(job.work())));
    }

    /** Forgets an ended job with its result and its recording; the job as it was. */
    public Future<Job> delete(Caller caller, JobId id) {
        return store.ask(() -> {
                    JobAnswer answer = jobs.delete(caller.name(), id);
                    if (answer instanceof JobAnswer.Done done) {
                        recordings.remove(done.job().input());
                    }
                    return answer;
                })
                .map(answer -> done(answer, id, "deleted"));
    }

    /**
     * Makes a job be gone, whatever its state: one that waits or runs is cancelled, and deleted as soon as it has ended. If the
     * server stops before that, the job stays as cancelled. The job as it was.
     */
    public Future<Job> discard(Caller caller, JobId id) {
        return store.ask(() -> {
                    JobAnswer answer = cancelled(id, jobs.cancel(caller.name(), id));
                    return answer instanceof JobAnswer.WrongState wrong ? new JobAnswer.Done(wrong.job()) : answer;
                })
                .map(answer -> done(answer, id, "deleted"))
                .compose(job -> {
                    if (job.state().isFinal()) {
                        return delete(caller, id);
                    }
                    forgetWhenEnded(caller, id);
                    return Future.succeededFuture(job);
                });
    }

    private void forgetWhenEnded(Caller caller, JobId id) {
        Promise<Void> ended = Promise.promise();
        Runnable unwatch = watch.watch(id, news -> {
            if (news instanceof JobNews.StateChanged changed
                    && changed.job().state().isFinal()) {
                ended.tryComplete();
            }
        });
        store.ask(() -> jobs.find(caller.name(), id))
                .onSuccess(
                        found -> { // it may have ended before this listened
                            if (found.filter(job -> !job.state().isFinal()).isEmpty()) {
                                ended.tryComplete();
                            }
                        });
        ended.future().onComplete(done -> {
            unwatch.run();
            promised.ask(() -> {
                        JobAnswer answer = jobs.delete(caller.name(), id);
                        if (answer instanceof JobAnswer.Done deleted) {
                            recordings.remove(deleted.job().input());
                        }
                        return answer;
                    })
                    .onFailure(e -> LOG.warn("job {}, which was to be deleted, could not be", id, e));
        });
    }

    /** An idempotency key of a job that has ended means nothing any more: the next submission with it makes another job. */
    public Future<Void> releaseKey(Caller caller, String key) {
        return store.run(() -> jobs.releaseKey(caller.name(), key));
    }

    /** Of a caller who has been answered and needs it no more, unless it stands for later submissions too. Never fails. */
    Future<Void> forget(Caller caller, JobId id) {
        return promised.run(() -> {
                    if (jobs.deleteUnlessJoined(caller.name(), id) instanceof JobAnswer.Done done) {
                        recordings.remove(done.job().input());
                    }
                })
                .onFailure(e -> LOG.warn("job {} of a caller who was answered could not be deleted", id, e))
                .otherwiseEmpty();
    }

    /** @param action past participle, for the sentence that refuses it */
    private static Job done(JobAnswer answer, JobId id, String action) {
        if (answer instanceof JobAnswer.Done changed) {
            return changed.job();
        }
        if (answer instanceof JobAnswer.WrongState wrong) {
            throw new FaultException(Faults.wrongState(wrong.job(), action));
        }
        if (answer instanceof JobAnswer.Refused refused) {
            throw JobSubmitter.refusal(refused.why());
        }
        throw new FaultException(Faults.unknownJob(id.value()));
    }
}
