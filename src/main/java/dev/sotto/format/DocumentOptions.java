package dev.sotto.format;

import dev.sotto.transcript.InvalidOption;
import java.util.OptionalInt;

/**
 * What of a transcript a document holds, and how its subtitles are laid out. Layout needs word times and is ignored where
 * a transcript has none.
 *
 * @param segments whether verbose JSON lists the segments
 * @param words whether verbose JSON lists the words, where there are any
 * @param lineCharactersMax columns in a subtitle line, of which a Chinese character takes two; with {@code linesMax} cues follow lines and pauses of 3 s, no
 *     longer segments
 * @param linesMax lines in a cue; without {@code lineCharactersMax} it has no effect
 * @param lineWordsMax words in a cue
 * @param highlightWords whether each word gets a cue of its own, underlined in its line
 * @param policy how long cues stand
 * @param logprobs whether plain JSON says how probable each word is
 */
public record DocumentOptions(
        boolean segments,
        boolean words,
        OptionalInt lineCharactersMax,
        OptionalInt linesMax,
        OptionalInt lineWordsMax,
        boolean highlightWords,
        SubtitlePolicy policy,
        boolean logprobs) {
    private static final int BOUND_MAX = 9999;

    /** Everything, and the reference's own layout. */
    public static final DocumentOptions DEFAULTS =
            new DocumentOptions(true, true, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), false);

    /** With the reference's times. */
    public DocumentOptions(
            boolean segments,
            boolean words,
            OptionalInt lineCharactersMax,
            OptionalInt linesMax,
            OptionalInt lineWordsMax,
            boolean highlightWords) {
        this(segments, words, lineCharactersMax, linesMax, lineWordsMax, highlightWords, SubtitlePolicy.NONE);
    }

    /** Without probabilities. */
    public DocumentOptions(
            boolean segments,
            boolean words,
            OptionalInt lineCharactersMax,
            OptionalInt linesMax,
            OptionalInt lineWordsMax,
            boolean highlightWords,
            SubtitlePolicy policy) {
        this(segments, words, lineCharactersMax, linesMax, lineWordsMax, highlightWords, policy, false);
    }

    public DocumentOptions {
        check("max_line_width", lineCharactersMax);
        check("max_line_count", linesMax);
        check("max_words_per_line", lineWordsMax);
    }

    private static void check(String name, OptionalInt max) {
        if (max.isPresent() && (max.getAsInt() < 1 || max.getAsInt() > BOUND_MAX)) {
            throw new InvalidOption(name, max.getAsInt(), "a whole number from 1 to " + BOUND_MAX);
        }
    }

    /** The same layout with this choice of lists. */
    public DocumentOptions listing(boolean listsSegments, boolean listsWords) {
        return new DocumentOptions(
                listsSegments, listsWords, lineCharactersMax, linesMax, lineWordsMax, highlightWords, policy, logprobs);
    }

    /** For formats that cannot mark a word. */
    DocumentOptions withoutHighlight() {
        return new DocumentOptions(segments, words, lineCharactersMax, linesMax, lineWordsMax, false, policy, logprobs);
    }

    /** The same, with or without probabilities. */
    public DocumentOptions scoring(boolean listsLogprobs) {
        return new DocumentOptions(
                segments, words, lineCharactersMax, linesMax, lineWordsMax, highlightWords, policy, listsLogprobs);
    }
}
