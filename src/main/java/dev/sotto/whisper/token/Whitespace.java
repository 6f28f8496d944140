package dev.sotto.whisper.token;

/**
 * White space as the reference's language sees it: Java's own notion leaves out no-break spaces and the next-line control, so
 * a pasted prompt that ends in one would become other tokens.
 */
public final class Whitespace {
    private static final int NEXT_LINE = 0x85;

    private Whitespace() {}

    /** Both ends; follows str.strip of Python. */
    public static String strip(String text) {
        int end = text.length();
        int start = 0;
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Every space is in Unicode's first plane, so a char is enough. */
    private static boolean isSpace(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character) || character == NEXT_LINE;
    }
}
