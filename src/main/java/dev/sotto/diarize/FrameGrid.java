package dev.sotto.diarize;

/** Frames of a recording and their times: frame t begins at {@code t * STEP_SECONDS} and stands for its middle. */
public final class FrameGrid {
    /** From one frame to the next: 270 samples. */
    public static final double STEP_SECONDS = 0.016875;

    /** From a frame's beginning to its middle: half of the 991 samples that a frame hears. */
    public static final double MIDDLE_SECONDS = 0.03096875;

    private static final int SAMPLE_RATE = 16_000;

    private FrameGrid() {}

    /** Middle of a frame, seconds. */
    static double seconds(int frame) {
        return frame * STEP_SECONDS + MIDDLE_SECONDS;
    }

    /** The frame whose middle is nearest; negative before the first. */
    static int frame(double seconds) {
        return (int) Math.rint((seconds - MIDDLE_SECONDS) / STEP_SECONDS);
    }

    /** Frame of the recording at which a chunk's first one lies. */
    static int offset(long startSample) {
        return (int) Math.rint((double) startSample / SAMPLE_RATE / STEP_SECONDS);
    }

    /** The first frame whose middle is not before the end. */
    static int end(long sampleCount) {
        return (int) Math.ceil(((double) sampleCount / SAMPLE_RATE - MIDDLE_SECONDS) / STEP_SECONDS);
    }
}
