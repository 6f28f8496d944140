package dev.sotto.forcedalign;

/**
 * A word that was recognised.
 *
 * @param window index of the window in which it was
 * @param startSeconds in the time in which windows follow each other
 * @param endSeconds in the same time
 */
public record HeardWord(String text, int window, double startSeconds, double endSeconds) {}
