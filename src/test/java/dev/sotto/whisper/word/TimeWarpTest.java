package dev.sotto.whisper.word;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TimeWarpTest {
    @Test
    void the_path_follows_the_greatest_weights() {
        float[] weights = {
            3, 1, -9, -9, -9,
            -9, -9, 4, 5, -9,
            -9, -9, -9, -9, 2,
        };
        assertThat(TimeWarp.firstColumns(weights, 3, 5)).containsExactly(0, 2, 4);
    }

    @Test
    void more_rows_than_columns_share_columns() {
        float[] weights = {
            1, -1,
            1, -1,
            -1, 1,
            -1, 1,
        };
        assertThat(TimeWarp.firstColumns(weights, 4, 2)).containsExactly(0, 0, 1, 1);
    }

    @Test
    void a_tie_is_decided_for_the_same_row() {
        assertThat(TimeWarp.firstColumns(new float[6], 2, 3)).containsExactly(0, 0);
    }

    @Test
    void one_column_and_none_are_the_beginning() {
        assertThat(TimeWarp.firstColumns(new float[] {1, 2, 3}, 3, 1)).containsExactly(0, 0, 0);
        assertThat(TimeWarp.firstColumns(new float[0], 3, 0)).containsExactly(0, 0, 0);
    }

    /** Against the best of all paths, found by trying them all. */
    @RepeatedTest(50)
    void no_other_path_is_cheaper(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int rows = 1 + random.nextInt(5);
        int columns = 1 + random.nextInt(6);
        float[] weights = new float[rows * columns];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        int[] first = TimeWarp.firstColumns(weights, rows, columns);
        assertThat(first[0]).isZero();
        assertThat(Arrays.stream(first).boxed()).isSorted();
        assertThat(walk(weights, columns, first, 0, 0)).isCloseTo(walk(weights, columns, null, 0, 0), within(1e-5));
    }

    /** Weight of the best path from a cell to the last corner; only of those that enter rows at {@code first}, if given. */
    private static double walk(float[] weights, int columns, int @Nullable [] first, int row, int column) {
        int rows = weights.length / columns;
        double here = weights[row * columns + column];
        if (row == rows - 1 && column == columns - 1) {
            return here;
        }
        double best = Double.NEGATIVE_INFINITY;
        if (column + 1 < columns) {
            best = Math.max(best, walk(weights, columns, first, row, column + 1));
        }
        if (row + 1 < rows && (first == null || first[row + 1] == column)) {
            best = Math.max(best, walk(weights, columns, first, row + 1, column));
        }
        if (row + 1 < rows && column + 1 < columns && (first == null || first[row + 1] == column + 1)) {
            best = Math.max(best, walk(weights, columns, first, row + 1, column + 1));
        }
        return here + best;
    }
}
