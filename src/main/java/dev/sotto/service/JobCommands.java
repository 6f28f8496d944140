package dev.sotto.service;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobNews;
import dev.sotto.bus.JobStop;
import dev.sotto.bus.JobWaiting;
import dev.sotto.bus.Recordings;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobAnswer;
import io.vertx.core.Vertx;

/** What an owner may do to a job, with all that follows from it. Blocks on the store. */
public final class JobCommands {
    private final Vertx vertx;
    private final JobAccess jobs;
    private final Recordings recordings;

    public JobCommands(Vertx vertx, JobAccess jobs) {
        this.vertx = vertx;
        this.jobs = jobs;
        this.recordings = new Recordings(vertx, jobs.blobs());
    }

    public JobAnswer cancel(Caller caller, JobId id) {
        return cancelled(id, jobs.tenantJobs().cancel(caller.name(), id));
    }

    /** Leaves a job alone that stands for later submissions too. */
    public JobAnswer cancelUnlessJoined(Caller caller, JobId id) {
        return cancelled(id, jobs.tenantJobs().cancelUnlessJoined(caller.name(), id));
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

    public JobAnswer retry(Caller caller, JobId id) {
        JobAnswer answer = jobs.tenantJobs().retry(caller.name(), id);
        if (answer instanceof JobAnswer.Done done) {
            vertx.eventBus()
                    .publish(Addresses.JOB_WAITING, new JobWaiting(done.job().work()));
        }
        return answer;
    }

    public JobAnswer delete(Caller caller, JobId id) {
        JobAnswer answer = jobs.tenantJobs().delete(caller.name(), id);
        if (answer instanceof JobAnswer.Done done) {
            recordings.remove(done.job().input());
        }
        return answer;
    }
}
