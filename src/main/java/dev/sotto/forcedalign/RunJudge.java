package dev.sotto.forcedalign;

import java.util.List;
import java.util.stream.Collectors;

/** Whether given words are said where other words, or none, were recognised. */
public final class RunJudge {
    /** Nobody speaks faster; fast speech has 20. */
    private static final double CHARS_PER_SECOND_MAX = 30;

    /** Letters in common, from which on words were recognised badly rather than others said. */
    private static final double ALIKE_MIN = 0.5;

    /** Of a token: said words have 0.3 and more, others, which the model guesses from the words before, mostly below 0.03. */
    private static final double PROBABILITY_MIN = 0.1;

    private static final int CHARS_COMPARED_MAX = 2_000;

    private RunJudge() {}

    /** Whether there is time for them at all. */
    public static boolean fits(List<String> given, double roomSeconds) {
        int chars = given.stream().mapToInt(word -> WordKey.of(word).length()).sum();
        return chars <= roomSeconds * CHARS_PER_SECOND_MAX;
    }

    /**
     * Whether they are said.
     *
     * @param heard what was recognised in their place
     * @param logProbability mean natural logarithm over their tokens, with the sound
     */
    public static boolean isSaid(List<String> given, List<String> heard, double logProbability) {
        return Math.exp(logProbability) >= PROBABILITY_MIN || alike(joined(given), joined(heard)) >= ALIKE_MIN;
    }

    private static String joined(List<String> words) {
        String all = words.stream().map(WordKey::of).collect(Collectors.joining());
        return all.length() <= CHARS_COMPARED_MAX ? all : all.substring(0, CHARS_COMPARED_MAX);
    }

    /** 1 where equal, 0 where nothing is: by Levenshtein's distance. */
    static double alike(String one, String other) {
        int longer = Math.max(one.length(), other.length());
        if (one.isEmpty() || other.isEmpty()) {
            return longer == 0 ? 1 : 0;
        }
        int[] costs = new int[other.length() + 1];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = i;
        }
        for (int a = 1; a <= one.length(); a++) {
            int diagonal = costs[0];
            costs[0] = a;
            for (int b = 1; b < costs.length; b++) {
                int replaced = diagonal + (one.charAt(a - 1) == other.charAt(b - 1) ? 0 : 1);
                diagonal = costs[b];
                costs[b] = Math.min(replaced, 1 + Math.min(costs[b], costs[b - 1]));
            }
        }
        return 1 - (double) costs[other.length()] / longer;
    }
}
