package dev.sotto.worker.fetch;

import dev.sotto.fault.FaultCode;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.worker.job.JobControl;
import dev.sotto.worker.job.JobExecutor;
import dev.sotto.worker.job.JobOutcome;
import io.vertx.core.Future;

/** For a server that fetches nothing, or no more: jobs that were taken before end instead of waiting for ever. */
public final class RefusingExecutor implements JobExecutor {
    @Override
    public Future<JobOutcome> run(Job job, JobControl control) {
        return Future.succeededFuture(new JobOutcome.Failed(new JobFailure(
                FaultCode.FETCH_REFUSED,
                "This server does not fetch recordings; its operator can enable that by fetch.enabled.")));
    }
}
