package dev.sotto.service;

import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobSpeakers;

/** What telling speakers apart has kept of a job. Asks the store, so for threads that may wait. */
final class KeptVoices {
    private KeptVoices() {}

    /**
     * Of a job that has succeeded.
     *
     * @param wanted what a job without them lacks, such as {@code voices}
     * @throws FaultException if the caller has no such job, it has not succeeded, or nothing was kept of it
     */
    static JobSpeakers.Kept of(JobAccess jobs, Caller caller, JobId id, String wanted) {
        Job job = jobs.tenantJobs()
                .find(caller.name(), id)
                .orElseThrow(() -> new FaultException(Faults.unknownJob(id.value())));
        if (job.state() != JobState.SUCCEEDED) {
            throw new FaultException(Faults.noResult(job));
        }
        return jobs.speakers()
                .find(caller.name(), id)
                .orElseThrow(() -> new FaultException(Fault.of(
                        FaultCode.WRONG_JOB_STATE,
                        "Job %s has no %s: it was made without diarize, or its channels are its speakers."
                                .formatted(id, wanted))));
    }
}
