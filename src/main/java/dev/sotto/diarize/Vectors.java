package dev.sotto.diarize;

/** Arithmetic on vectors of voices. */
final class Vectors {
    private Vectors() {}

    /** Four sums side by side, since one waits for each addition. */
    static double dot(double[] a, double[] b) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            first += a[i] * b[i];
        }
        return first + second + (third + fourth);
    }

    static void addTimes(double[] sum, double factor, double[] vector) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * vector[i];
        }
    }

    /** Scales a vector to length 1, in place; one of no length stays. */
    static double[] unit(double[] vector) {
        double length = Math.max(Math.sqrt(dot(vector, vector)), 1e-9);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    /**
     * The direction of a network's vector without what the line adds to it.
     *
     * @param from first number of the vector in {@code all}
     */
    static double[] channelFree(float[] all, int from, VoiceSpace space) {
        double[] vector = new double[space.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = all[from + i];
        }
        unit(vector);
        float[] axis = space.channelAxis();
        if (axis.length == 0) {
            return vector;
        }
        double along = 0;
        for (int i = 0; i < axis.length; i++) {
            along += vector[i] * axis[i];
        }
        for (int i = 0; i < axis.length; i++) {
            vector[i] -= along * axis[i];
        }
        return unit(vector);
    }

    /** Number of the centroid that is most similar, the first of equals. */
    static int nearest(double[] vector, double[][] centroids) {
        int best = 0;
        double likeness = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < centroids.length; k++) {
            double own = dot(vector, centroids[k]);
            if (own > likeness) {
                best = k;
                likeness = own;
            }
        }
        return best;
    }
}
