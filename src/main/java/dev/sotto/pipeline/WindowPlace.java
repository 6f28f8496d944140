package dev.sotto.pipeline;

import dev.sotto.whisper.mel.Frames;

/**
 * Where a window lies in its recording.
 *
 * @param seek its first frame
 * @param frames of audio in it; fewer than a whole window's at the end of a clip
 * @param contentFrames of the whole recording
 * @param lastSpeechSeconds where the last word before it ended; 0 if there was none
 */
record WindowPlace(int seek, int frames, int contentFrames, double lastSpeechSeconds) {
    double startSeconds() {
        return seconds(seek);
    }

    /** Of its audio. */
    double endSeconds() {
        return startSeconds() + seconds(frames);
    }

    /** As if it were whole. */
    double wholeEndSeconds() {
        return seconds(seek + Frames.PER_WINDOW);
    }

    double contentSeconds() {
        return seconds(contentFrames);
    }

    static double seconds(int frameCount) {
        return (double) frameCount / Frames.PER_SECOND;
    }

    static int frames(double seconds) {
        return (int) Math.rint(seconds * Frames.PER_SECOND);
    }
}
