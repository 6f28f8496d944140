package dev.sotto.edit;

/**
 * A note at a moment of the recording.
 *
 * @param id made by the editor
 * @param atSeconds from the beginning of the recording
 */
public record Note(String id, double atSeconds, String text) {}
