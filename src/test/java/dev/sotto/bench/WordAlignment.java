package dev.sotto.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Which of the words said stands where in a transcript: the cheapest way from one to the other, where to change, add and leave
 * out a word costs 1 each. Immutable.
 *
 * @param pairs of words that are equal, in order
 */
record WordAlignment(List<Pair> pairs) {
    /**
     * One word, found.
     *
     * @param said its place among the words said
     * @param heard its place in the transcript
     */
    record Pair(int said, int heard) {}

    static WordAlignment of(List<String> said, List<String> heard) {
        int[][] cost = costs(said, heard);
        Deque<Pair> pairs = new ArrayDeque<>();
        int row = said.size();
        int column = heard.size();
        while (row > 0 && column > 0) {
            boolean isSame = said.get(row - 1).equals(heard.get(column - 1));
            if (isSame && cost[row][column] == cost[row - 1][column - 1]) {
                pairs.addFirst(new Pair(--row, --column));
            } else if (cost[row][column] == cost[row - 1][column] + 1) {
                row--;
            } else if (cost[row][column] == cost[row][column - 1] + 1) {
                column--;
            } else {
                row--;
                column--;
            }
        }
        return new WordAlignment(List.copyOf(pairs));
    }

    private static int[][] costs(List<String> said, List<String> heard) {
        int[][] cost = new int[said.size() + 1][heard.size() + 1];
        for (int row = 0; row <= said.size(); row++) {
            for (int column = 0; column <= heard.size(); column++) {
                if (row == 0 || column == 0) {
                    cost[row][column] = row + column;
                    continue;
                }
                boolean isSame = said.get(row - 1).equals(heard.get(column - 1));
                int changed = cost[row - 1][column - 1] + (isSame ? 0 : 1);
                cost[row][column] = Math.min(changed, 1 + Math.min(cost[row - 1][column], cost[row][column - 1]));
            }
        }
        return cost;
    }

    /**
     * What lies around a place between two words of the transcript, from the last word found before it to the first behind it.
     *
     * @param heardBefore how many words of the transcript are before the place
     * @param saidSize number of words said
     * @param heardSize number of words of the transcript
     */
    Gap around(int heardBefore, int saidSize, int heardSize) {
        Pair before = new Pair(-1, -1);
        Pair behind = new Pair(saidSize, heardSize);
        for (Pair pair : pairs) {
            if (pair.heard() < heardBefore) {
                before = pair;
            } else {
                behind = pair;
                break;
            }
        }
        return new Gap(before.said() + 1, behind.said(), before.heard() + 1, behind.heard());
    }

    /** Words said and words transcribed between two words that were found; each span is from its first to behind its last. */
    record Gap(int saidFrom, int saidTo, int heardFrom, int heardTo) {
        /** Words said that are more than were transcribed here. */
        int lost() {
            return Math.max(0, (saidTo - saidFrom) - (heardTo - heardFrom));
        }

        /** Words of the transcript that are more than were said here. */
        int added() {
            return Math.max(0, (heardTo - heardFrom) - (saidTo - saidFrom));
        }
    }
}
