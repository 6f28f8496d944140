package dev.sotto.whisper.word;

import java.util.Arrays;

/**
 * Dynamic time warping: the path through a matrix, from corner to corner and never back, along the greatest weights.
 *
 * <p>Follows dtw_cpu and backtrace in whisper/timing.py (openai/whisper, MIT), the order of its comparisons and its
 * rounding to 32 bits included, because they decide ties.
 */
final class TimeWarp {
    private static final byte DIAGONAL = 0;
    private static final byte UP = 1;
    private static final byte LEFT = 2;

    private final float[] weights;
    private final int rows;
    private final int columns;
    private final byte[] trace; // [rows + 1, columns + 1]

    private TimeWarp(float[] weights, int rows, int columns) {
        this.weights = weights;
        this.rows = rows;
        this.columns = columns;
        this.trace = new byte[(rows + 1) * (columns + 1)];
    }

    /** For each row the first column of the path in it; all 0 where there are no columns. */
    static int[] firstColumns(float[] weights, int rows, int columns) {
        TimeWarp warp = new TimeWarp(weights, rows, columns);
        if (columns == 0) {
            return new int[rows];
        }
        warp.fill();
        return warp.backtrace();
    }

    private void fill() {
        float[] above = new float[columns + 1];
        float[] current = new float[columns + 1];
        Arrays.fill(above, Float.POSITIVE_INFINITY);
        above[0] = 0;
        for (int row = 1; row <= rows; row++) {
            current[0] = Float.POSITIVE_INFINITY;
            for (int column = 1; column <= columns; column++) {
                byte step = step(above[column - 1], above[column], current[column - 1]);
                float before = step == DIAGONAL ? above[column - 1] : step == UP ? above[column] : current[column - 1];
                double cost = -(double) weights[(row - 1) * columns + column - 1];
                current[column] = (float) (cost + before);
                trace[row * (columns + 1) + column] = step;
            }
            float[] spare = above;
            above = current;
            current = spare;
        }
    }

    private static byte step(float diagonal, float up, float left) {
        if (diagonal < up && diagonal < left) {
            return DIAGONAL;
        }
        return up < diagonal && up < left ? UP : LEFT;
    }

    private int[] backtrace() {
        int[] first = new int[rows];
        int row = rows;
        int column = columns;
        while (row > 0) {
            // At the edges there is one way only.
            byte step = column <= 1 ? UP : row == 1 ? LEFT : trace[row * (columns + 1) + column];
            first[row - 1] = Math.max(0, column - 1);
            if (step != LEFT) {
                row--;
            }
            if (step != UP) {
                column--;
            }
        }
        return first;
    }
}
