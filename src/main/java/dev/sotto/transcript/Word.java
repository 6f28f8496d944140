package dev.sotto.transcript;

/**
 * One spoken word with its place in the recording.
 *
 * @param text as in the segment's text, with its leading blank
 * @param startSeconds from the beginning of the recording
 * @param endSeconds from the beginning of the recording
 * @param probability mean probability of the word's tokens, within [0, 1]
 */
public record Word(String text, double startSeconds, double endSeconds, double probability) {}
