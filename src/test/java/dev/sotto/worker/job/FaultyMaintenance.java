package dev.sotto.worker.job;

import dev.sotto.job.Job;
import dev.sotto.job.port.JobCounts;
import dev.sotto.job.port.JobMaintenance;
import java.time.Instant;
import java.util.List;

/** A real store that fails when it is to take jobs from workers who are gone. */
record FaultyMaintenance(JobMaintenance real, Runnable beforeSweep) implements JobMaintenance {
    @Override
    public List<Job> sweep(String worker, int limit) {
        beforeSweep.run();
        return real.sweep(worker, limit);
    }

    @Override
    public List<Job> purge(int limit, Instant wall) {
        return real.purge(limit, wall);
    }

    @Override
    public boolean isUsed(String input) {
        return real.isUsed(input);
    }

    @Override
    public JobCounts counts() {
        return real.counts();
    }
}
