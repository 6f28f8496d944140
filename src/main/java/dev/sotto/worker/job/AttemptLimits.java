package dev.sotto.worker.job;

import java.time.Duration;

/**
 * How long one attempt may take.
 *
 * @param lease of a job, unless renewed; it is renewed three times as often
 * @param stall without progress
 * @param runBase run time of any attempt
 * @param runPerSecond run time, in seconds, for each second of the recording, and of each channel apart, on top of that
 * @param lengthMax in place of the recording's length until that is known
 * @param lettingGo what a stopped attempt may take to end, before its job goes on without it
 */
public record AttemptLimits(
        Duration lease, Duration stall, Duration runBase, double runPerSecond, Duration lengthMax, Duration lettingGo) {
    /** How often the slowest work that is accepted may fit into the run time. */
    private static final int SLACK = 3;

    private static final Duration RUN_BASE = Duration.ofMinutes(1);
    /** Keeping what was fetched: a checksum, a sync. */
    private static final Duration KEEPING = Duration.ofMinutes(15);

    private static final Duration LETTING_GO = Duration.ofMinutes(2);

    /**
     * For the work of an engine.
     *
     * @param slowestFactor seconds of work that a second of a recording may take
     * @param lengthMax of a recording
     */
    public static AttemptLimits ofTranscriptions(
            Duration lease, Duration stall, int slowestFactor, Duration lengthMax) {
        return new AttemptLimits(lease, stall, RUN_BASE, (double) SLACK * slowestFactor, lengthMax, LETTING_GO);
    }

    /**
     * Of fetches, which hold themselves to their timeout and to a least rate; nothing here ends them before.
     *
     * @param timeout of the fetch alone
     */
    public static AttemptLimits ofFetches(Duration lease, Duration timeout) {
        Duration run = timeout.plus(KEEPING);
        return new AttemptLimits(lease, run, run, 0, Duration.ZERO, LETTING_GO);
    }

    /**
     * The run time of an attempt.
     *
     * @param secondsTotal of the recording; 0 until it is known
     * @param channels that are worked through one after another
     */
    Duration runMax(double secondsTotal, int channels) {
        double length = secondsTotal > 0 ? secondsTotal : lengthMax.toSeconds();
        return runBase.plusMillis((long) (1000 * runPerSecond * length * channels));
    }
}
