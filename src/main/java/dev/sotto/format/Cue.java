package dev.sotto.format;

import java.util.Optional;

/**
 * What stands on the screen for a while.
 *
 * @param startMillis from the beginning of the recording
 * @param endMillis from the beginning of the recording
 * @param text its lines, parted by line feeds; no empty one, no arrow
 * @param speaker label of who says it; empty where speakers were not told apart, or nobody is heard
 */
record Cue(long startMillis, long endMillis, String text, Optional<String> speaker) {
    /** Rounds the times, given in seconds. */
    static Cue of(double startSeconds, double endSeconds, String text, Optional<String> speaker) {
        return new Cue(Timestamps.millis(startSeconds), Timestamps.millis(endSeconds), text, speaker);
    }

    Cue at(long start, long end) {
        return new Cue(start, end, text, speaker);
    }
}
