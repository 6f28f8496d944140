package dev.sotto.pipeline;

import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.mel.Frames;

/**
 * A recording's frames with the one number that scales them all.
 *
 * @param peak largest log10 mel power of the whole recording: it decides how far quiet parts are lifted
 */
record ScaledFrames(Frames frames, double peak) {
    /** Measured over the recording and the silence behind it, one window of samples at a time. */
    static ScaledFrames measure(Frames frames, EngineCalls calls) {
        int total = frames.contentFrames() + Frames.PER_WINDOW;
        double peak = Double.NEGATIVE_INFINITY;
        for (int first = 0; first < total; first += Frames.PER_WINDOW) {
            int count = Math.min(Frames.PER_WINDOW, total - first);
            peak = Math.max(peak, calls.logMelPeak(frames.block(first, count)));
        }
        return new ScaledFrames(frames, peak);
    }

    int contentFrames() {
        return frames.contentFrames();
    }

    /** Of the samples; up to a hop more than its whole frames. */
    double durationSeconds() {
        return frames.durationSeconds();
    }

    /** Encodes {@code count} frames from {@code first}; the caller closes the window. */
    EncodedWindow encode(int first, int count, EngineCalls calls) {
        return calls.encode(frames.block(first, count), peak);
    }
}
