package dev.sotto.worker.job;

import dev.sotto.job.Job;
import io.vertx.core.Future;

/** Port: does one kind of work. */
public interface JobExecutor {
    /**
     * Begins one attempt. Called on an event loop: must return at once.
     *
     * @return done when nothing of the attempt runs any more; a failure, or a throw, counts as a fault of ours
     */
    Future<JobOutcome> run(Job job, JobControl control);
}
