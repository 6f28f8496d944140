package dev.sotto.format;

import java.util.OptionalInt;

/**
 * What of a transcript a document holds, and how its subtitles are laid out. Layout needs word times and is ignored where
 * a transcript has none.
 *
 * @param segments whether verbose JSON lists the segments
 * @param words whether verbose JSON lists the words, where there are any
 * @param lineCharactersMax characters in a subtitle line; with {@code linesMax} cues follow lines and pauses of 3 s, no
 *     longer segments
 * @param linesMax lines in a cue; without {@code lineCharactersMax} it has no effect
 * @param lineWordsMax words in a cue
 * @param highlightWords whether each word gets a cue of its own, underlined in its line
 */
public record DocumentOptions(
        boolean segments,
        boolean words,
        OptionalInt lineCharactersMax,
        OptionalInt linesMax,
        OptionalInt lineWordsMax,
        boolean highlightWords) {
    /** Everything, and the reference's own layout. */
    public static final DocumentOptions DEFAULTS =
            new DocumentOptions(true, true, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), false);

    public DocumentOptions {
        check("characters in a line", lineCharactersMax);
        check("lines in a cue", linesMax);
        check("words in a line", lineWordsMax);
    }

    private static void check(String what, OptionalInt max) {
        if (max.isPresent() && max.getAsInt() < 1) {
            throw new IllegalArgumentException("at most %d %s; expected at least 1".formatted(max.getAsInt(), what));
        }
    }

    /** The default layout with this choice of lists. */
    public static DocumentOptions listing(boolean segments, boolean words) {
        return new DocumentOptions(
                segments, words, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), false);
    }
}
