package dev.sotto.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How far a transcript is from what was said: the fewest words to change, add or leave out, divided by the words said. For
 * Chinese and Japanese, which put no spaces between words, characters are counted instead. More than 1 is possible.
 *
 * <p>Texts are compared in lower case; everything but letters, digits and the straight apostrophe separates words. Measured so,
 * the texts of the reference values have the error rates that stand beside them.
 */
public final class WordErrorRate {
    private static final Set<String> LANGUAGES_WITHOUT_SPACES = Set.of("zh", "ja");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}']+");

    private WordErrorRate() {}

    /**
     * Compares two texts.
     *
     * @param said the true text; must hold at least one word
     * @param language code of the language spoken
     */
    public static double of(String said, String transcript, String language) {
        List<String> expected = units(said, language);
        if (expected.isEmpty()) {
            throw new IllegalArgumentException("nothing was said, so no error rate is defined");
        }
        return (double) distance(expected, units(transcript, language)) / expected.size();
    }

    /** The words, or the characters, that are counted. */
    public static List<String> units(String text, String language) {
        String plain = BETWEEN_WORDS
                .matcher(text.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
        if (LANGUAGES_WITHOUT_SPACES.contains(language)) {
            return plain.codePoints()
                    .filter(c -> c != ' ')
                    .mapToObj(Character::toString)
                    .toList();
        }
        return plain.isEmpty() ? List.of() : List.of(plain.split(" "));
    }

    /** Levenshtein distance: substitutions, insertions and deletions cost 1 each. */
    public static int distance(List<String> expected, List<String> found) {
        int[] previous = new int[found.size() + 1];
        Arrays.setAll(previous, column -> column);
        for (int row = 1; row <= expected.size(); row++) {
            int[] current = new int[found.size() + 1];
            current[0] = row;
            for (int column = 1; column <= found.size(); column++) {
                boolean isSame = expected.get(row - 1).equals(found.get(column - 1));
                int replaced = previous[column - 1] + (isSame ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[found.size()];
    }
}
