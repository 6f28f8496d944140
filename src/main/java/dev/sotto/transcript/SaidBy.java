package dev.sotto.transcript;

import java.util.List;
import java.util.Optional;

/**
 * Who says a word or a segment.
 *
 * @param speaker label such as {@code A}, in the order in which speakers are first heard; empty where nobody is heard within
 *     a second
 * @param confidence within [0, 1]: the speaker's part of the evidence; 0 without a speaker
 * @param others labels of those who may have said it too, the surest first for a word
 * @param overlap whether two or more speak at once
 */
public record SaidBy(Optional<String> speaker, double confidence, List<String> others, boolean overlap) {
    public SaidBy {
        others = List.copyOf(others);
    }
}
