package dev.sotto.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Times of words that nobody has measured: each has the part of a span that its characters are of all. */
final class Spread {
    private Spread() {}

    /**
     * Words one behind the other.
     *
     * @param startSeconds of the first
     * @param endSeconds of the last; a span that ends before it begins has no length
     * @param probability of all
     */
    static List<DocumentWord> over(
            List<String> words, double startSeconds, double endSeconds, OptionalDouble probability) {
        double length = Math.max(0, endSeconds - startSeconds);
        double all = words.stream().mapToInt(Spread::size).sum();
        List<DocumentWord> placed = new ArrayList<>();
        double before = 0;
        for (String word : words) {
            double behind = before + size(word);
            placed.add(new DocumentWord(
                    word,
                    startSeconds + length * before / all,
                    startSeconds + length * behind / all,
                    probability,
                    true));
            before = behind;
        }
        return placed;
    }

    private static int size(String word) {
        return Math.max(1, word.strip().length());
    }
}
