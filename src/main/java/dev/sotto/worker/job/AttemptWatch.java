package dev.sotto.worker.job;

import dev.sotto.bus.StoreCalls;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the leases of running attempts, and tells those to stop that are lost, stall or run too long. Event loop only. */
final class AttemptWatch {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptWatch.class);

    private final LeasedJobStore line;
    private final StoreCalls store;

    /** @param store threads of leases */
    AttemptWatch(LeasedJobStore line, StoreCalls store) {
        this.line = line;
        this.store = store;
    }

    /** The heartbeat of one attempt. */
    void look(RunningJob job) {
        if (isLost(job)) {
            return;
        }
        stopIfLost(job);
        stopIfOverdue(job);
        if (!isLost(job) && job.beginsRenewal()) {
            store.run(() -> line.renew(job))
                    .onFailure(e -> LOG.warn("the lease of job {} could not be renewed: {}", job.id(), e.toString()))
                    .onComplete(done -> job.endsRenewal());
        }
    }

    private static boolean isLost(RunningJob job) {
        return job.stopReason().filter(StopReason.LOST::equals).isPresent();
    }

    /** Before it is renewed: an answer that does not come must not keep a lease that has run out. */
    private void stopIfLost(RunningJob job) {
        Duration limit = line.limits().lease().multipliedBy(2).dividedBy(3);
        if (job.sinceRenewal().compareTo(limit) > 0) {
            LOG.error("job {} was not renewed for {}: another may take it", job.id(), limit);
            job.stop(StopReason.LOST);
        }
    }

    private void stopIfOverdue(RunningJob job) {
        if (job.stopReason().isPresent()) {
            return;
        }
        AttemptLimits limits = line.limits();
        Duration runMax = limits.runMax(job.progress().secondsTotal(), job.channels());
        if (job.sinceProgress().compareTo(limits.stall()) > 0) {
            LOG.error("job {} has made no progress for {}", job.id(), limits.stall());
            job.stop(StopReason.STALLED);
        } else if (job.sinceStart().compareTo(runMax) > 0) {
            LOG.error("job {} has run for more than {}", job.id(), runMax);
            job.stop(StopReason.TIMED_OUT);
        }
    }
}
