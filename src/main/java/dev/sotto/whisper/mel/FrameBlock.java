package dev.sotto.whisper.mel;

/**
 * Consecutive frames of a recording as the samples they need, padding included.
 *
 * @param samples {@code HOP * (frames - 1) + FFT} of them, within [-1, 1]; none when there are no frames. Not copied:
 *     the sender gives it away
 * @param frames of 10 ms
 */
@SuppressWarnings("ArrayRecordComponent") // half a million samples; equality is never asked for
public record FrameBlock(float[] samples, int frames) {
    public FrameBlock {
        int expected = frames == 0 ? 0 : Frames.HOP_SAMPLES * (frames - 1) + Frames.FFT_SAMPLES;
        if (frames < 0 || samples.length != expected) {
            throw new IllegalArgumentException(
                    "%d frames need %d samples, not %d".formatted(frames, expected, samples.length));
        }
    }
}
