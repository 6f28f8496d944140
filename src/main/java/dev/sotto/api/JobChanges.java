package dev.sotto.api;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobNews;
import dev.sotto.bus.JobStop;
import dev.sotto.bus.JobWaiting;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobAnswer;
import dev.sotto.job.port.StoreException;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an owner may do to a job, with all that follows from it. Blocks on the store. */
final class JobChanges {
    private static final Logger LOG = LoggerFactory.getLogger(JobChanges.class);

    private final Vertx vertx;
    private final JobAccess jobs;

    JobChanges(Vertx vertx, JobAccess jobs) {
        this.vertx = vertx;
        this.jobs = jobs;
    }

    JobAnswer cancel(Caller caller, JobId id) {
        JobAnswer answer = jobs.desk().cancel(caller.name(), id);
        if (answer instanceof JobAnswer.Done done) {
            if (done.job().state() == JobState.CANCELLED) {
                vertx.eventBus().publish(Addresses.JOB_NEWS, new JobNews.Settled(done.job()));
                removeRecording(done.job());
            } else {
                vertx.eventBus().publish(Addresses.JOB_STOP, new JobStop(id));
            }
        }
        return answer;
    }

    JobAnswer revive(Caller caller, JobId id) {
        JobAnswer answer = jobs.desk().revive(caller.name(), id);
        if (answer instanceof JobAnswer.Done done) {
            vertx.eventBus()
                    .publish(Addresses.JOB_WAITING, new JobWaiting(done.job().work()));
        }
        return answer;
    }

    JobAnswer delete(Caller caller, JobId id) {
        JobAnswer answer = jobs.desk().delete(caller.name(), id);
        if (answer instanceof JobAnswer.Done done) {
            removeRecording(done.job());
        }
        return answer;
    }

    /** The job is changed, whatever comes of this; what cannot be deleted now is swept later. */
    private void removeRecording(Job job) {
        try {
            jobs.blobs().delete(job.input());
        } catch (StoreException e) {
            LOG.warn("the recording of job {} could not be deleted yet: {}", job.id(), e.getMessage());
        }
    }
}
