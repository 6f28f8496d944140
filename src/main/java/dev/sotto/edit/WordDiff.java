package dev.sotto.edit;

import java.util.ArrayList;
import java.util.List;

/** What of one list of words is replaced by what, to make another of it. Deterministic; bounded work. */
final class WordDiff {
    /** Compared word by word up to this many pairs; above, all between the equal ends counts as replaced. */
    private static final long PAIRS_MAX = 4_000_000;

    /**
     * A stretch that is replaced.
     *
     * @param from first word of the old list that goes
     * @param to behind the last that goes
     * @param words that come in their place
     */
    record Hunk(int from, int to, List<String> words) {}

    private final List<String> before;
    private final List<String> after;
    private final List<Hunk> hunks = new ArrayList<>();

    private WordDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** The stretches in order; words are equal if they are written alike, blanks included. */
    static List<Hunk> of(List<String> before, List<String> after) {
        WordDiff diff = new WordDiff(before, after);
        diff.compare();
        return diff.hunks;
    }

    private void compare() {
        int head = 0;
        int shorter = Math.min(before.size(), after.size());
        while (head < shorter && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        int rows = before.size() - head - tail;
        int columns = after.size() - head - tail;
        if ((long) rows * columns > PAIRS_MAX) {
            add(head, head + rows, head, head + columns);
        } else {
            walk(head, rows, columns);
        }
    }

    /** The longest common subsequence; of two that are as long, the one whose words come first. */
    private void walk(int offset, int rows, int columns) {
        int[][] common = new int[rows + 1][columns + 1];
        for (int row = rows - 1; row >= 0; row--) {
            for (int column = columns - 1; column >= 0; column--) {
                common[row][column] = isEqual(offset + row, offset + column)
                        ? common[row + 1][column + 1] + 1
                        : Math.max(common[row + 1][column], common[row][column + 1]);
            }
        }
        int row = 0;
        int column = 0;
        while (row < rows || column < columns) {
            int fromRow = row;
            int fromColumn = column;
            while (row < rows || column < columns) {
                if (row < rows && column < columns && isEqual(offset + row, offset + column)) {
                    break;
                }
                if (column == columns || (row < rows && common[row + 1][column] >= common[row][column + 1])) {
                    row++;
                } else {
                    column++;
                }
            }
            add(offset + fromRow, offset + row, offset + fromColumn, offset + column);
            while (row < rows && column < columns && isEqual(offset + row, offset + column)) {
                row++;
                column++;
            }
        }
    }

    private boolean isEqual(int row, int column) {
        return before.get(row).equals(after.get(column));
    }

    private void add(int from, int to, int fromAfter, int toAfter) {
        if (from < to || fromAfter < toAfter) {
            hunks.add(new Hunk(from, to, List.copyOf(after.subList(fromAfter, toAfter))));
        }
    }
}
