package dev.sotto.format.stored;

import dev.sotto.edit.Operation;

/**
 * An edit of a transcript, as it was sent.
 *
 * @param editor who made it
 * @param base version that the editor saw
 */
public record StoredEdit(String editor, int base, Operation operation) {
    public String write() {
        return StoredJson.write(this);
    }

    /**
     * Reads one back.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #write} made
     */
    public static StoredEdit read(String text) {
        return StoredJson.read(text, StoredEdit.class);
    }
}
