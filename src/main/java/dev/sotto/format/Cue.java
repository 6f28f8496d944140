package dev.sotto.format;

/**
 * What stands on the screen for a while.
 *
 * @param text its lines, parted by line feeds; no empty one, no arrow
 */
record Cue(double startSeconds, double endSeconds, String text) {}
