package dev.sotto.edit;

import java.util.Optional;

/**
 * One step of editing, as an editor sends it. Passages and notes are named by id; positions are those of the version that the
 * editor saw.
 */
public sealed interface Operation {
    /**
     * Puts another text in a passage. Words that stay keep their times.
     *
     * @param text of the whole passage; runs of blanks count as one
     */
    record Text(String passage, String text) implements Operation {}

    /**
     * Divides a passage. The second part is a passage with the operation's id.
     *
     * @param word the first of the second part, counted from 0; 0 and the number of words leave one part empty
     */
    record Split(String passage, int word) implements Operation {}

    /** Joins a passage to the one before it, whose speaker holds for both. The first has none before it. */
    record Merge(String passage) implements Operation {}

    /**
     * Gives a passage to a speaker.
     *
     * @param speaker label; one that is new makes a speaker; empty means nobody known
     */
    record Assign(String passage, Optional<String> speaker) implements Operation {}

    /**
     * Calls a speaker by a name, wherever they speak.
     *
     * @param speaker label
     * @param name empty gives the label back
     */
    record Rename(String speaker, String name) implements Operation {}

    /**
     * Gives all passages of one speaker to another.
     *
     * @param speaker label that is not used any more
     * @param into label
     */
    record Unite(String speaker, String into) implements Operation {}

    /**
     * Writes a note at a moment, or changes one.
     *
     * @param note id of its own, made by the editor
     * @param atSeconds from the beginning of the recording
     * @param text empty removes it
     */
    record Note(String note, double atSeconds, String text) implements Operation {}

    /**
     * Takes back what an earlier operation did, as far as nothing later has changed the same words, speaker, name or note. Taking
     * that back does it again.
     *
     * @param operation id
     */
    record Undo(String operation) implements Operation {}
}
