package dev.sotto.whisper.word;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of a text that a window was made to say.
 *
 * @param startSeconds from the window's first frame
 * @param endSeconds from the window's first frame
 * @param probability mean over its tokens, with the sound and the words before it; without its last signs, as the next
 * @param logProbability sum of the natural logarithms over its tokens
 */
public record ForcedWord(double startSeconds, double endSeconds, double probability, double logProbability) {
    private static final double POSITIONS_PER_SECOND = 50;
    private static final double PROBABILITY_MIN = 1e-30; // the logarithm of nothing is no number

    /**
     * A word that a window is to say.
     *
     * @param tokens not empty
     * @param sounding how many of them are said: the signs behind a word stand for the pause there, which is not the word's
     */
    public record Spelling(List<Integer> tokens, int sounding) {
        public Spelling {
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * Where each word is heard.
     *
     * @param words whose tokens together are the text tokens that were aligned
     */
    public static List<ForcedWord> of(List<Spelling> words, TokenAlignment alignment) {
        int[] columns = TimeWarp.firstColumns(alignment.weights(), alignment.rows(), alignment.columns());
        List<ForcedWord> forced = new ArrayList<>();
        int token = 0;
        for (Spelling word : words) {
            int end = token + word.sounding();
            double sum = 0;
            double logSum = 0;
            for (int i = token; i < end; i++) {
                sum += alignment.probabilities()[i];
                logSum += Math.log(Math.max(PROBABILITY_MIN, alignment.probabilities()[i]));
            }
            forced.add(new ForcedWord(
                    columns[token] / POSITIONS_PER_SECOND,
                    columns[end] / POSITIONS_PER_SECOND,
                    sum / word.sounding(),
                    logSum));
            token += word.tokens().size();
        }
        return forced;
    }
}
