package dev.sotto.diarize;

import java.util.ArrayList;
import java.util.List;

/**
 * A short part of a run: what becomes one vector.
 *
 * @param run number of the run it lies in
 */
record Piece(int run, double startSeconds, double endSeconds) {
    /** Of most pieces. */
    static final double LENGTH_SECONDS = 1.5;

    /** From one piece to the next: most of a run is in two pieces. */
    static final double HOP_SECONDS = 0.75;

    private static final double SHORTEST_SECONDS = 0.3;
    /** A run up to this length is one piece. */
    private static final double WHOLE_SECONDS = 1.25 * LENGTH_SECONDS;

    /** Rows of features a second; so many that a vector is made of fewer. */
    private static final int ROWS_A_SECOND = 100;

    double seconds() {
        return endSeconds - startSeconds;
    }

    /** What it stands for in its cluster: half of its length where its neighbours share the other half. */
    double weight() {
        return seconds() > LENGTH_SECONDS - 1e-6 ? seconds() * (HOP_SECONDS / LENGTH_SECONDS) : seconds();
    }

    /** First row of features. */
    int firstRow() {
        return (int) Math.rint(ROWS_A_SECOND * startSeconds);
    }

    /** Number of rows within a recording of so many samples. */
    int rows(long sampleCount) {
        long all = sampleCount < SpeakerNetworks.ROW_SAMPLES
                ? 0
                : 1 + (sampleCount - SpeakerNetworks.ROW_SAMPLES) / SpeakerNetworks.ROW_HOP;
        return (int) Math.max(0, Math.min(all, (long) Math.rint(ROWS_A_SECOND * endSeconds)) - firstRow());
    }

    int firstFrame() {
        return FrameGrid.frame(startSeconds);
    }

    /** First frame behind it. */
    int endFrame() {
        return FrameGrid.frame(endSeconds);
    }

    /** Windows every {@link #HOP_SECONDS} inside each run, the last one flush with its end. */
    static List<Piece> of(List<FrameRun> runs) {
        List<Piece> pieces = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            double start = FrameGrid.seconds(runs.get(run).start());
            double end = FrameGrid.seconds(runs.get(run).end());
            if (end - start < SHORTEST_SECONDS) {
                continue;
            }
            if (end - start <= WHOLE_SECONDS) {
                pieces.add(new Piece(run, start, end));
                continue;
            }
            for (double at = start; at + LENGTH_SECONDS < end - 1e-9; at += HOP_SECONDS) {
                pieces.add(new Piece(run, at, at + LENGTH_SECONDS));
            }
            pieces.add(new Piece(run, end - LENGTH_SECONDS, end));
        }
        return pieces;
    }
}
