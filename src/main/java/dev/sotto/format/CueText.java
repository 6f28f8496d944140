package dev.sotto.format;

import java.util.regex.Pattern;

/**
 * Text made fit for a line of its own. White space is what Python's str.strip() takes off, no-break spaces included. A
 * line break inside, of any kind that a reader may know, becomes a blank: the reference leaves it, and then a blank line ends the
 * cue in the middle.
 */
final class CueText {
    private static final String SPACE =
            "[\\t-\\r\\x1C-\\x20\\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]";
    private static final Pattern ENDS = Pattern.compile("\\A" + SPACE + "+|" + SPACE + "+\\z");
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\v\\x1C-\\x1E]+");
    /** A break at an end of a word belongs to the blank there. */
    private static final Pattern BREAKS_AND_BLANKS = Pattern.compile(" *[\\v\\x1C-\\x1E]+ *");

    private CueText() {}

    static String strip(String text) {
        return ENDS.matcher(text).replaceAll("");
    }

    static String oneLine(String text) {
        return LINE_BREAKS.matcher(strip(text)).replaceAll(" ");
    }

    /** A word with the white space at its ends, and no line break. */
    static String word(String text) {
        return BREAKS_AND_BLANKS.matcher(text).replaceAll(" ");
    }

    /** One line in which nothing can be taken for the arrow between a cue's times. */
    static String cue(String text, CueMarkup markup) {
        return markup.withoutArrow(markup.escaped(oneLine(text)));
    }
}
