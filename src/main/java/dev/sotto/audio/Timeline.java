package dev.sotto.audio;

import java.util.ArrayList;
import java.util.List;

/**
 * When the decoded samples are heard: runs of them, in order, with silence before and between.
 *
 * @param runs at least one; the first sample of each, and when that is heard
 * @param sampleCount of sound and silence together
 */
record Timeline(List<Run> runs, long sampleCount) {
    /**
     * Samples without silence between them, up to the next run's first.
     *
     * @param at when its first sample is heard, in samples
     * @param firstSample of the decoded ones
     */
    record Run(long at, long firstSample) {}

    /**
     * Silence that belongs before a decoded sample.
     *
     * @param length in samples
     */
    record Gap(long beforeSample, long length) {}

    Timeline {
        runs = List.copyOf(runs);
    }

    /**
     * The decoded samples with gaps between them.
     *
     * @param gaps in order
     * @param samples how many were decoded
     */
    static Timeline of(List<Gap> gaps, long samples) {
        List<Run> runs = new ArrayList<>();
        long silence = 0;
        if (gaps.isEmpty() || gaps.get(0).beforeSample() > 0) {
            runs.add(new Run(0, 0));
        }
        for (Gap gap : gaps) {
            silence += gap.length();
            runs.add(new Run(gap.beforeSample() + silence, gap.beforeSample()));
        }
        return new Timeline(runs, samples + silence);
    }

    boolean isWithoutGaps() {
        return runs.size() == 1 && runs.get(0).at() == 0;
    }

    /** Index of the last run that begins at or before a place; -1 before the first one. */
    int runAt(long place) {
        int low = 0;
        int high = runs.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (runs.get(middle).at() <= place) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }
}
