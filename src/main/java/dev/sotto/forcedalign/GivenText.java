package dev.sotto.forcedalign;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A text in words and segments, of which nothing is lost: its words joined are the text. Immutable.
 *
 * @param words at least one where the text has a letter or digit, else none
 * @param segmentStarts for each segment the index of its first word: a line, or a sentence of a long line
 */
public record GivenText(List<String> words, List<Integer> segmentStarts) {
    /** A line with more characters is cut at the ends of its sentences. */
    private static final int LINE_CHARS_MAX = 160;

    /** A sentence shorter than this goes with the next one. */
    private static final int SENTENCE_CHARS_MIN = 40;

    private static final Pattern SENTENCE_END =
            Pattern.compile("[.!?\u2026\u3002\uff01\uff1f]+[\\p{Pe}\\p{Pf}\"'\\s]*$");

    public GivenText {
        words = List.copyOf(words);
        segmentStarts = List.copyOf(segmentStarts);
    }

    /**
     * Cuts a text.
     *
     * @param atBlanks whether its language writes blanks between words; else each character is a word
     */
    public static GivenText of(String text, boolean atBlanks) {
        List<String> words = withoutMereSigns(atBlanks ? atBlanks(text) : atCharacters(text));
        return new GivenText(words, segmentStarts(words));
    }

    /** A blank belongs to the word behind it, those at the end of a line to the word before them. */
    private static List<String> atBlanks(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            boolean isBlank = isBlank(text.charAt(i));
            if (isBlank && inWord) {
                int end = endOfLine(text, i);
                words.add(text.substring(start, end));
                start = end;
                i = end - 1;
                inWord = false;
            } else {
                inWord |= !isBlank;
            }
        }
        if (start < text.length()) {
            words.add(text.substring(start));
        }
        return words;
    }

    /** Behind the last line break of the blanks from here on; here where there is none. */
    private static int endOfLine(String text, int from) {
        int end = from;
        for (int i = from; i < text.length() && isBlank(text.charAt(i)); i++) {
            if (text.charAt(i) == '\n') {
                end = i + 1;
            }
        }
        return end;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static List<String> atCharacters(String text) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        List<String> words = new ArrayList<>();
        int start = characters.first();
        for (int end = characters.next(); end != BreakIterator.DONE; start = end, end = characters.next()) {
            words.add(text.substring(start, end));
        }
        return words;
    }

    /** What has no letter and no digit is not said: it goes with the word before it, or at the beginning with the next. */
    private static List<String> withoutMereSigns(List<String> pieces) {
        List<String> words = new ArrayList<>();
        StringBuilder before = new StringBuilder();
        for (String piece : pieces) {
            if (WordKey.of(piece).isEmpty()) {
                if (words.isEmpty()) {
                    before.append(piece);
                } else {
                    words.set(words.size() - 1, words.get(words.size() - 1) + piece);
                }
            } else {
                words.add(before + piece);
                before.setLength(0);
            }
        }
        return words;
    }

    private static List<Integer> segmentStarts(List<String> words) {
        List<Integer> starts = new ArrayList<>();
        int lineEnd = 0;
        int chars = 0;
        boolean isLongLine = false;
        for (int i = 0; i < words.size(); i++) {
            boolean isLineStart = i == lineEnd;
            if (isLineStart) {
                lineEnd = lineEnd(words, i);
                isLongLine = chars(words, i, lineEnd) > LINE_CHARS_MAX;
            }
            boolean isSentenceStart = isLongLine
                    && !isLineStart
                    && chars >= SENTENCE_CHARS_MIN
                    && SENTENCE_END.matcher(words.get(i - 1)).find();
            if (isLineStart || isSentenceStart) {
                starts.add(i);
                chars = 0;
            }
            chars += words.get(i).length();
        }
        return starts;
    }

    private static int lineEnd(List<String> words, int from) {
        int end = from + 1;
        while (end < words.size() && words.get(end - 1).indexOf('\n') < 0) {
            end++;
        }
        return end;
    }

    private static int chars(List<String> words, int from, int to) {
        return words.subList(from, to).stream().mapToInt(String::length).sum();
    }

    /** Index behind the last word of a segment. */
    public int segmentEnd(int segment) {
        return segment + 1 < segmentStarts.size() ? segmentStarts.get(segment + 1) : words.size();
    }
}
