package dev.sotto.diarize;

import dev.sotto.transcript.Cancellation;
import java.util.Arrays;
import java.util.List;

/**
 * The cluster of each frame of a run: the path through all runs along which pieces are most like their cluster, where
 * changing costs much inside a run and little where a new one begins.
 */
final class FrameLabels {
    /** Where nobody speaks alone. */
    static final short NONE = -1;

    private static final double CHANGE_INSIDE = 8;
    private static final double CHANGE_BETWEEN = 1;

    private final List<FrameRun> runs;
    private final List<Piece> pieces;
    private final double[][] vectors; // of the pieces; empty where there is none
    private final double[][] centroids;

    FrameLabels(List<FrameRun> runs, List<Piece> pieces, double[][] vectors, double[][] centroids) {
        this.runs = runs;
        this.pieces = pieces;
        this.vectors = vectors;
        this.centroids = centroids;
    }

    /** A label for each of so many frames. */
    short[] of(int frames, Cancellation cancellation) {
        short[] labels = new short[frames];
        Arrays.fill(labels, NONE);
        int spoken = runs.stream().mapToInt(run -> run.end() - run.start()).sum();
        if (spoken == 0) {
            return labels;
        }
        int clusters = centroids.length;
        long[] changes = new long[Math.toIntExact(((long) spoken * clusters + 63) / 64)];
        short[] bestBefore = new short[spoken];
        double[] sums = new double[clusters];
        int at = 0;
        int piece = 0;
        for (int run = 0; run < runs.size(); run++) {
            Cancelled.throwIf(cancellation);
            RunLikeness likeness = new RunLikeness(run, piece);
            for (int frame = runs.get(run).start(); frame < runs.get(run).end(); frame++) {
                double[] row = likeness.at(frame);
                if (at > 0) {
                    int best = highest(sums);
                    double changed = sums[best] - (frame == runs.get(run).start() ? CHANGE_BETWEEN : CHANGE_INSIDE);
                    for (int k = 0; k < clusters; k++) {
                        if (sums[k] < changed) {
                            sums[k] = changed;
                            long bit = (long) at * clusters + k;
                            changes[(int) (bit >> 6)] |= 1L << bit;
                        }
                    }
                    bestBefore[at] = (short) best;
                }
                Vectors.addTimes(sums, 1, row);
                at++;
            }
            piece = likeness.end;
        }
        trace(labels, changes, bestBefore, highest(sums));
        return labels;
    }

    private void trace(short[] labels, long[] changes, short[] bestBefore, int last) {
        int clusters = centroids.length;
        int at = bestBefore.length;
        int label = last;
        for (int run = runs.size() - 1; run >= 0; run--) {
            for (int frame = runs.get(run).end() - 1; frame >= runs.get(run).start(); frame--) {
                at--;
                labels[frame] = (short) label;
                long bit = (long) at * clusters + label;
                if ((changes[(int) (bit >> 6)] >> bit & 1) == 1) {
                    label = bestBefore[at];
                }
            }
        }
    }

    private static int highest(double[] sums) {
        int best = 0;
        for (int k = 1; k < sums.length; k++) {
            best = sums[k] > sums[best] ? k : best;
        }
        return best;
    }

    /** How like each cluster a run is, frame by frame: the mean over the pieces there; nothing where there is none. */
    private final class RunLikeness {
        private final int end; // first piece of a later run
        private final double[][] ofPiece;
        private final int first;
        private final double[] row = new double[centroids.length];
        private int from; // first piece that does not end before the frame asked for last

        RunLikeness(int run, int firstPiece) {
            int last = firstPiece;
            while (last < pieces.size() && pieces.get(last).run() == run) {
                last++;
            }
            first = firstPiece;
            from = firstPiece;
            end = last;
            ofPiece = new double[end - first][0];
            for (int i = first; i < end; i++) {
                if (vectors[i].length > 0) {
                    ofPiece[i - first] = likeness(vectors[i]);
                }
            }
        }

        private double[] likeness(double[] vector) {
            double[] likeness = new double[centroids.length];
            for (int k = 0; k < likeness.length; k++) {
                likeness[k] = Vectors.dot(centroids[k], vector);
            }
            return likeness;
        }

        /** Frames are asked for in order: pieces begin and end in order too. */
        double[] at(int frame) {
            Arrays.fill(row, 0);
            while (from < end && pieces.get(from).endFrame() <= frame) {
                from++;
            }
            int there = 0;
            for (int i = from; i < end && pieces.get(i).firstFrame() <= frame; i++) {
                double[] likeness = ofPiece[i - first];
                if (likeness.length > 0) {
                    Vectors.addTimes(row, 1, likeness);
                    there++;
                }
            }
            for (int k = 0; there > 1 && k < row.length; k++) {
                row[k] /= there;
            }
            return row;
        }
    }
}
