package dev.sotto.edit;

import java.util.List;
import java.util.Optional;

/**
 * A document in its newest version, or what of it differs from an older one.
 *
 * @param version the newest
 * @param since the older version; 0 with {@code order} and all passages for a whole document
 * @param passages in order; of a difference only those that are new or other
 * @param order ids of all passages, in order; empty if they are the same as in {@code since}
 * @param speakers all, in the order in which they came
 * @param notes all, by their moments
 */
public record DocumentVersion(
        int version,
        int since,
        List<Passage> passages,
        Optional<List<String>> order,
        List<DocumentSpeaker> speakers,
        List<Note> notes) {
    public DocumentVersion {
        passages = List.copyOf(passages);
        speakers = List.copyOf(speakers);
        notes = List.copyOf(notes);
    }
}
