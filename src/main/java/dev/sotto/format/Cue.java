package dev.sotto.format;

import java.util.Optional;

/**
 * What stands on the screen for a while.
 *
 * @param text its lines, parted by line feeds; no empty one, no arrow
 * @param speaker label of who says it; empty where speakers were not told apart, or nobody is heard
 */
record Cue(double startSeconds, double endSeconds, String text, Optional<String> speaker) {}
