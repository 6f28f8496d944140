package dev.sotto.edit;

import java.util.List;
import java.util.Optional;

/**
 * What is other in a passage between two versions.
 *
 * @param passage id in the later version
 * @param startSeconds of the passage, in the later version
 * @param speakerBefore label in the earlier version; empty also for a passage that did not begin there
 * @param speaker label in the later version
 * @param isNew whether it did not begin there in the earlier version
 * @param parts its text, as runs of words with the same fate
 */
public record PassageDifference(
        String passage,
        double startSeconds,
        Optional<String> speakerBefore,
        Optional<String> speaker,
        boolean isNew,
        List<Part> parts) {
    public PassageDifference {
        parts = List.copyOf(parts);
    }

    /** What became of words. */
    public enum Fate {
        SAME,
        REMOVED,
        ADDED
    }

    /**
     * A run of words.
     *
     * @param text with its leading blank, where there is one
     */
    public record Part(Fate fate, String text) {}
}
