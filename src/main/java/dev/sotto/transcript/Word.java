package dev.sotto.transcript;

import java.util.Optional;

/**
 * One spoken word with its place in the recording.
 *
 * @param text as in the segment's text, with its leading blank
 * @param startSeconds from the beginning of the recording
 * @param endSeconds from the beginning of the recording
 * @param probability mean probability of the word's tokens, within [0, 1]
 * @param saidBy empty unless speakers were told apart
 * @param absent whether it is a word of a given text that is not said; it takes no time then
 */
public record Word(
        String text,
        double startSeconds,
        double endSeconds,
        double probability,
        Optional<SaidBy> saidBy,
        boolean absent) {
    /** A word of nobody yet. */
    public Word(String text, double startSeconds, double endSeconds, double probability) {
        this(text, startSeconds, endSeconds, probability, Optional.empty(), false);
    }

    /** A word of a given text that is not said. */
    public static Word absent(String text, double atSeconds) {
        return new Word(text, atSeconds, atSeconds, 0, Optional.empty(), true);
    }

    /** The same word, spelt in other characters. */
    public Word written(String spelling) {
        return new Word(spelling, startSeconds, endSeconds, probability, saidBy, absent);
    }

    /** The same word as somebody's. */
    public Word said(SaidBy by) {
        return new Word(text, startSeconds, endSeconds, probability, Optional.of(by), absent);
    }

    /** The same, without who says it. */
    Word anonymous() {
        return new Word(text, startSeconds, endSeconds, probability, Optional.empty(), absent);
    }
}
