package dev.sotto.worker.fetch;

import dev.sotto.job.Job;
import dev.sotto.outbound.FetchLimits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What all attempts at one job have fetched together, so that the limits hold for the job and not for each attempt. Counted
 * by this process; a job that is retried by hand begins anew. Thread-safe.
 */
final class FetchTotals {
    private static final int JOBS_MAX = 10_000;

    private final Map<String, Spent> spent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Spent> eldest) {
            return size() > JOBS_MAX;
        }
    };

    /**
     * What attempts have used up.
     *
     * @param bytes received, of whichever body
     * @param time that their connections took
     */
    record Spent(long bytes, Duration time) {
        static final Spent NOTHING = new Spent(0, Duration.ZERO);

        /** What is left of the limits; nothing is left of what is not above zero. */
        FetchLimits leftOf(FetchLimits all) {
            return new FetchLimits(
                    all.bytesMax() - bytes,
                    all.timeout().minus(time),
                    all.bytesPerSecondMin(),
                    all.rateWindow(),
                    all.redirectsMax(),
                    all.freeBytesMin());
        }
    }

    synchronized Spent before(Job job) {
        return spent.getOrDefault(key(job), Spent.NOTHING);
    }

    synchronized void add(Job job, long bytes, Duration time) {
        Spent before = before(job);
        spent.put(key(job), new Spent(before.bytes() + bytes, before.time().plus(time)));
    }

    synchronized void forget(Job job) {
        spent.remove(key(job));
    }

    private static String key(Job job) {
        return job.id() + "." + job.tries().generation();
    }
}
