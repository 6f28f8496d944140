package dev.sotto.whisper.mel;

import dev.sotto.audio.Waveform;

/**
 * The frame grid over a recording: frame {@code i} is centred on sample {@code 160 * i}.
 *
 * <p>Follows log_mel_spectrogram in whisper/audio.py (openai/whisper, MIT) as transcribe() calls it: 30 s of zeros
 * behind the recording, the first 200 samples mirrored before it, the last frame of the transform dropped. Frames are
 * cut where they are needed, so a recording of any length costs one block at a time.
 */
public final class Frames {
    public static final int HOP_SAMPLES = 160;
    public static final int FFT_SAMPLES = 400;
    public static final int PER_SECOND = Waveform.SAMPLE_RATE / HOP_SAMPLES;
    public static final int WINDOW_SECONDS = 30;
    public static final int PER_WINDOW = WINDOW_SECONDS * PER_SECOND;

    private static final int HALF_FFT_SAMPLES = FFT_SAMPLES / 2;
    /** Frames behind those that hold audio which still reach back into it. */
    private static final int REACHING_BACK = 2;

    /** Frames of the longest block: a window's, and those that reach back into it. */
    public static final int BLOCK_MAX = PER_WINDOW + REACHING_BACK;

    private final Waveform waveform;

    public Frames(Waveform waveform) {
        this.waveform = waveform;
    }

    /** Frames that hold audio; the padding behind the recording is not counted. */
    public int contentFrames() {
        return Math.toIntExact(waveform.sampleCount() / HOP_SAMPLES);
    }

    public double durationSeconds() {
        return waveform.durationSeconds();
    }

    /** The frames that hold audio of a recording of one window. */
    public FrameBlock content() {
        return block(0, contentFrames());
    }

    /** All frames of a recording of one window that hear any of it: its peak may lie in the last ones. */
    public FrameBlock hearing() {
        return block(0, contentFrames() + REACHING_BACK);
    }

    /**
     * Frames {@code first .. first + count - 1}.
     *
     * @param first from 0; the block may reach up to 30 s past the end, where all is silence
     */
    public FrameBlock block(int first, int count) {
        if (count == 0) {
            return new FrameBlock(new float[0], 0);
        }
        float[] samples = new float[HOP_SAMPLES * (count - 1) + FFT_SAMPLES];
        long start = (long) first * HOP_SAMPLES - HALF_FFT_SAMPLES;
        waveform.read(start, samples, 0, samples.length);
        if (start < 0) {
            mirrorBeginning(samples, (int) -start);
        }
        return new FrameBlock(samples, count);
    }

    /** Sample -i is sample i, for the first {@code missing} places. */
    private void mirrorBeginning(float[] samples, int missing) {
        float[] head = new float[missing + 1];
        waveform.read(0, head, 0, head.length);
        for (int i = 0; i < missing; i++) {
            samples[i] = head[missing - i];
        }
    }
}
