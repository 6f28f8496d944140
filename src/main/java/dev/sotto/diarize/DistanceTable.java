package dev.sotto.diarize;

import dev.sotto.transcript.Cancellation;

/**
 * Distances between clusters, with the nearest later one of each kept at hand, so that all joins of n take n² steps and not
 * n³. Of equals the smaller number wins.
 */
final class DistanceTable {
    private final int count;
    private final double[] distances; // of (i, j), i < j, row by row
    private final boolean[] gone;
    private final int[] partner; // the nearest with a greater number
    private final double[] nearest;

    /** @param means of the clusters' members; the mean distance of two is 1 minus their product */
    DistanceTable(double[][] means, Cancellation cancellation) {
        count = means.length;
        distances = new double[count * (count - 1) / 2];
        gone = new boolean[count];
        partner = new int[count];
        nearest = new double[count];
        for (int i = 0; i < count; i++) {
            Cancelled.throwIf(cancellation);
            for (int j = i + 1; j < count; j++) {
                distances[index(i, j)] = 1 - Vectors.dot(means[i], means[j]);
            }
            scan(i);
        }
    }

    private int index(int i, int j) {
        return i * (2 * count - i - 1) / 2 + j - i - 1;
    }

    double get(int a, int b) {
        return distances[a < b ? index(a, b) : index(b, a)];
    }

    /** The first of the two that are closest. */
    int closest() {
        int best = -1;
        for (int i = 0; i < count; i++) {
            if (!gone[i] && partner[i] >= 0 && (best < 0 || nearest[i] < nearest[best])) {
                best = i;
            }
        }
        return best;
    }

    int partner(int first) {
        return partner[first];
    }

    /** The second becomes part of the first: distances are means over all members. */
    void join(int first, int second, double firstSize, double secondSize) {
        gone[second] = true;
        for (int k = 0; k < count; k++) {
            if (!gone[k] && k != first) {
                int place = k < first ? index(k, first) : index(first, k);
                distances[place] =
                        (firstSize * distances[place] + secondSize * get(k, second)) / (firstSize + secondSize);
            }
        }
        for (int k = 0; k < second; k++) {
            if (gone[k]) {
                continue;
            }
            if (k == first || partner[k] == first || partner[k] == second) {
                scan(k);
            } else if (k < first) {
                double own = get(k, first);
                if (own < nearest[k] || (own == nearest[k] && first < partner[k])) {
                    nearest[k] = own;
                    partner[k] = first;
                }
            }
        }
    }

    private void scan(int row) {
        partner[row] = -1;
        for (int j = row + 1; j < count; j++) {
            if (!gone[j] && (partner[row] < 0 || distances[index(row, j)] < nearest[row])) {
                partner[row] = j;
                nearest[row] = distances[index(row, j)];
            }
        }
    }
}
