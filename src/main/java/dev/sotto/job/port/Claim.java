package dev.sotto.job.port;

import dev.sotto.job.Checkpoint;
import dev.sotto.job.Job;
import dev.sotto.job.Lease;
import java.util.List;

/**
 * A job in a worker's hands.
 *
 * @param request see {@link dev.sotto.job.JobSpec}
 * @param checkpoints of earlier attempts, in order; work goes on behind the last
 */
public record Claim(Job job, Lease lease, String request, List<Checkpoint> checkpoints) {
    public Claim {
        checkpoints = List.copyOf(checkpoints);
    }
}
