package dev.sotto.diarize;

import java.util.Arrays;

/**
 * How surely each cluster speaks at each frame, for the clusters that have any score there: few of many do, so a list a
 * frame takes the place of a table. About 3 MB an hour.
 */
final class FrameScores {
    private final int[] starts; // of each frame's entries, and one more behind the last
    private short[] clusters = new short[1024];
    private float[] scores = new float[1024];
    private final int clusterCount;
    private int finished;
    private int size;

    FrameScores(int frames, int clusterCount) {
        this.starts = new int[frames + 1];
        this.clusterCount = clusterCount;
    }

    /** To the frame that is not finished yet. */
    void add(int cluster, double score) {
        if (size == clusters.length) {
            clusters = Arrays.copyOf(clusters, size + size / 2);
            scores = Arrays.copyOf(scores, clusters.length);
        }
        clusters[size] = (short) cluster;
        scores[size] = (float) score;
        size++;
    }

    void finishFrame() {
        finished++;
        starts[finished] = size;
    }

    /** Adds the scores of frames up, for each cluster; frames outside the recording have none. */
    double[] sums(int from, int to) {
        double[] sums = new double[clusterCount];
        for (int frame = Math.max(0, from); frame < Math.min(to, finished); frame++) {
            for (int i = starts[frame]; i < starts[frame + 1]; i++) {
                sums[clusters[i]] += scores[i];
            }
        }
        return sums;
    }
}
