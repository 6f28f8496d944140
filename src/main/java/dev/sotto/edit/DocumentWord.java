package dev.sotto.edit;

import java.util.OptionalDouble;

/**
 * A word of a passage.
 *
 * @param text with its leading blank, where there is one
 * @param startSeconds from the beginning of the recording
 * @param endSeconds from the beginning of the recording
 * @param probability within [0, 1], as the machine heard it; empty where a person wrote the word or the machine says none
 * @param isEstimated whether its times are no measurement, but the share of its characters in the span around it
 */
public record DocumentWord(
        String text, double startSeconds, double endSeconds, OptionalDouble probability, boolean isEstimated) {
    /** The same word, spelt otherwise. */
    DocumentWord written(String spelling) {
        return new DocumentWord(spelling, startSeconds, endSeconds, probability, isEstimated);
    }
}
