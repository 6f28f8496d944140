package dev.sotto.format;

import java.lang.Character.UnicodeScript;
import java.text.Bidi;
import java.util.EnumSet;
import java.util.Set;

/** How much room text takes on a screen, and in which direction it runs. */
final class DisplayWidth {
    /** Scripts whose characters are as wide as they are high (East Asian Width W of Unicode's annex 11). */
    private static final Set<UnicodeScript> WIDE = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.YI);

    private DisplayWidth() {}

    /** A wide character takes two columns, a mark on another character none. */
    static int columns(String text) {
        return text.codePoints().map(DisplayWidth::columns).sum();
    }

    /** What a reader reads: line breaks and marks do not count. */
    static long characters(String text) {
        return text.codePoints()
                .filter(point -> point != '\n' && columns(point) > 0)
                .count();
    }

    /** Whether its first character that has a direction is of a script that runs from right to left. */
    static boolean isRightToLeft(String text) {
        return !new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
    }

    private static int columns(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(point) ? 2 : 1;
    }

    private static boolean isWide(int point) {
        if (point >= 0xFF00 && point <= 0xFFEF) { // forms of a width of their own
            return point <= 0xFF60 || (point >= 0xFFE0 && point <= 0xFFE6);
        }
        boolean isSign = point >= 0x3001 && point <= 0x303E; // punctuation of Chinese and Japanese
        boolean isPicture = (point >= 0x1F300 && point <= 0x1F64F) || (point >= 0x1F900 && point <= 0x1F9FF);
        return isSign || point == 0x3000 || isPicture || WIDE.contains(UnicodeScript.of(point));
    }
}
