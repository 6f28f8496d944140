package dev.sotto.pipeline;

import dev.sotto.model.ModelConfig;
import dev.sotto.transcript.AudioContext;
import dev.sotto.whisper.mel.Frames;

/**
 * How many positions of a window are encoded and heard. A window whose sound is shorter than 30 s costs less if the silence
 * behind its sound is cut, but for a margin: where it ends at once, some models go on in a loop. Immutable.
 *
 * @param positionsMax of a whole window
 * @param margin positions of silence behind the sound, at least
 * @param step lengths are multiples of it: kernels are made for each length once, and windows of one length share work
 */
record WindowLength(int positionsMax, int margin, int step) {
    /** Chosen by words, as the table of benchmarks.md says. */
    private static final int MARGIN = 200;

    private static final int STEP = 64;

    static WindowLength of(AudioContext setting, ModelConfig model) {
        int all = model.dimensions().audioContext();
        return switch (setting) {
            case AUTO -> new WindowLength(all, MARGIN, STEP);
            case FULL -> new WindowLength(all, all, 1);
        };
    }

    /**
     * How many a window has.
     *
     * @param frames of its sound
     * @param isFaint whether only faint speech was found in it: it is heard whole, since its one answer is believed or dropped
     */
    int positions(int frames, boolean isFaint) {
        if (isFaint) {
            return positionsMax;
        }
        int framesPerPosition = Frames.PER_WINDOW / positionsMax;
        int sound = (frames + framesPerPosition - 1) / framesPerPosition;
        return Math.min(positionsMax, (sound + margin + step - 1) / step * step);
    }
}
