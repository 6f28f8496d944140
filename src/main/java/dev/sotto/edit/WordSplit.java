package dev.sotto.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text as words, each with its leading blank if it has one. Scripts that are written without blanks between words (Chinese, Japanese
 * kana) give one word a character.
 */
final class WordSplit {
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}\\p{Z}]+");
    private static final String SINGLE = "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]";
    private static final Pattern WORD = Pattern.compile(" ?(?:" + SINGLE + "\\p{P}*|(?:(?!" + SINGLE + ")[^ ])+)");
    private static final Pattern STARTS_SINGLE = Pattern.compile(SINGLE + ".*", Pattern.DOTALL);

    private WordSplit() {}

    /** The words of a whole passage. */
    static List<String> passage(String text) {
        List<String> words = split(text);
        if (!words.isEmpty()) {
            words.set(0, atStart(words.get(0)));
        }
        return words;
    }

    /** Words of a part, the first with a blank only if it is written with one. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(BLANKS.matcher(text).replaceAll(" "));
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /** As the first word of a passage is kept: with a blank, so that the passage can be joined to another, where its script has blanks. */
    static String atStart(String word) {
        String bare = word.strip();
        return STARTS_SINGLE.matcher(bare).matches() ? bare : " " + bare;
    }
}
