package dev.sotto.forcedalign;

import java.text.Normalizer;
import java.util.Locale;

/** What of a word is compared: letters, digits and their marks, in lower case. */
public final class WordKey {
    private WordKey() {}

    /** Empty where the word has none. */
    public static String of(String word) {
        StringBuilder key = new StringBuilder();
        Normalizer.normalize(word, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(WordKey::counts)
                .forEach(key::appendCodePoint);
        boolean isSaid = key.codePoints().anyMatch(Character::isLetterOrDigit);
        return isSaid ? key.toString() : "";
    }

    /** Characters up to the last that is said: without the signs at the end of the word. */
    public static int soundingLength(String word) {
        int end = word.length();
        while (end > 0 && !counts(word.codePointBefore(end))) {
            end -= Character.charCount(word.codePointBefore(end));
        }
        return end;
    }

    private static boolean counts(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isLetterOrDigit(codePoint)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
