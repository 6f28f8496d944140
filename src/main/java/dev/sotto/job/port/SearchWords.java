package dev.sotto.job.port;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What somebody searches for: a title that has the text in it, or a transcript that has every word, each from its beginning.
 * Signs of scripts without blanks between words count as a word each.
 *
 * @param title as {@link #folded} makes it
 * @param words without quotation marks; empty if the text has no letter and no digit
 */
public record SearchWords(String title, List<String> words) {
    /** Words beyond these are not looked for. */
    public static final int WORDS_MAX = 16;

    private static final String UNSPACED =
            "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}]\\p{M}*";
    private static final Pattern SIGN = Pattern.compile(UNSPACED);
    private static final Pattern BLANK_BETWEEN =
            Pattern.compile("(?<=" + UNSPACED.replace("*", "{0,3}") + ") +(?=" + UNSPACED + ")");
    private static final Pattern BLANK = Pattern.compile("[\\p{Cntrl}\\s]+");

    public SearchWords {
        words = List.copyOf(words);
    }

    /** Of what somebody wrote. */
    public static SearchWords of(String text) {
        List<String> words = new ArrayList<>();
        for (String word :
                BLANK.matcher(text.replace('"', ' ')).replaceAll(" ").strip().split(" ", -1)) {
            if (words.size() < WORDS_MAX && word.codePoints().anyMatch(Character::isLetterOrDigit)) {
                words.add(indexed(word).strip());
            }
        }
        return new SearchWords(folded(text), words);
    }

    /** A title as titles are compared. */
    public static String folded(String title) {
        return Normalizer.normalize(title.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** A text as the index takes it. */
    public static String indexed(String text) {
        return SIGN.matcher(BLANK.matcher(text).replaceAll(" "))
                .replaceAll(" $0 ")
                .replaceAll(" +", " ");
    }

    /** A part of an indexed text as people write it. */
    public static String readable(String indexed) {
        return BLANK_BETWEEN.matcher(indexed).replaceAll("").strip();
    }
}
