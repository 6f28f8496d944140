package dev.sotto.audio;

import dev.sotto.transcript.Warning;
import java.util.List;

/**
 * The sound of one recording: mono, 16 kHz. The samples of a file lie on disk as signed 16-bit little-endian and are read on
 * demand, so that three hours cost no heap. Safe for use by several threads. Whoever got it closes it.
 */
public interface Waveform extends AutoCloseable {
    /** Samples per second, of every waveform. */
    int SAMPLE_RATE = 16_000;

    /** Length in samples. */
    long sampleCount();

    /** Length in seconds. */
    default double durationSeconds() {
        return (double) sampleCount() / SAMPLE_RATE;
    }

    /**
     * Copies samples, each divided by 32768 and so in [-1, 1). Places outside [0, {@link #sampleCount}) read as zero.
     *
     * @param firstSample may be negative, which gives silence before the beginning
     * @throws AudioException {@link FaultCode#TOOL_FAILED} if the disk cannot be read
     * @throws IllegalStateException after {@link #close}
     */
    void read(long firstSample, float[] target, int targetOffset, int count);

    /** What the listener should know about the recording, such as that it is cut off; mostly empty. */
    List<Warning> warnings();

    /** Gives back the memory or file behind the samples. May be called again. */
    @Override
    void close();
}
