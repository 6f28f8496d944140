package dev.sotto.diarize;

import java.util.List;
import java.util.OptionalInt;

/**
 * Who says a word.
 *
 * @param speaker number of a {@link Speaker}; empty where nobody is heard within a second of it
 * @param confidence within [0, 1]: the speaker's part of the evidence; 0 without a speaker
 * @param others with at least a fifth of the evidence, the surest first
 * @param overlap two or more speak during at least 30 % of the word
 */
public record SpeakerChoice(OptionalInt speaker, double confidence, List<Integer> others, boolean overlap) {
    public SpeakerChoice {
        others = List.copyOf(others);
    }
}
