package dev.sotto.edit;

import java.util.List;
import java.util.Optional;

/**
 * A paragraph of one speaker in one version of a document.
 *
 * @param id stays while the passage does
 * @param startSeconds from the beginning of the recording
 * @param endSeconds from the beginning of the recording
 * @param speaker label
 * @param text its words joined, stripped at both ends
 * @param conflict whether two editors replaced the same words without knowing of each other; both texts stand in it, one after the
 *     other, until the passage's text is changed again
 * @param edited whether its words or its bounds are no longer the machine's
 */
public record Passage(
        String id,
        double startSeconds,
        double endSeconds,
        Optional<String> speaker,
        String text,
        List<DocumentWord> words,
        boolean conflict,
        boolean edited) {
    public Passage {
        words = List.copyOf(words);
    }
}
