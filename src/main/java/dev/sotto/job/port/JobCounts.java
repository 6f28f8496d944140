package dev.sotto.job.port;

import dev.sotto.transcript.WorkClass;
import java.time.Duration;

/**
 * The queue in numbers, for metrics.
 *
 * @param oldestMessage how long ago the oldest webhook message was made that is neither delivered nor given up
 */
public record JobCounts(OfClass interactive, OfClass bulk, Duration oldestMessage) {
    /** An empty queue. */
    public static final JobCounts NONE = new JobCounts(OfClass.NONE, OfClass.NONE, Duration.ZERO);

    /**
     * The jobs of one class of work.
     *
     * @param due waiting jobs that a worker could take now, but for their tenants' caps
     * @param delayed waiting jobs whose time has not come
     * @param audioSeconds of waiting and running jobs that are not transcribed yet, as well as it is known
     * @param oldestDue how long the longest waiting of the due ones has been due
     */
    public record OfClass(int due, int delayed, int running, double audioSeconds, Duration oldestDue) {
        public static final OfClass NONE = new OfClass(0, 0, 0, 0, Duration.ZERO);
    }

    public OfClass of(WorkClass workClass) {
        return workClass == WorkClass.INTERACTIVE ? interactive : bulk;
    }

    /** Of both classes. */
    public int due() {
        return interactive.due() + bulk.due();
    }
}
