package dev.sotto.edit;

/**
 * Somebody who speaks in a document.
 *
 * @param label that passages have, such as {@code A}
 * @param name by which the speaker is called; empty means the label
 */
public record DocumentSpeaker(String label, String name) {
    /** The name, or the label where there is none. */
    public String called() {
        return name.isEmpty() ? label : name;
    }
}
