package dev.sotto.audio;

import dev.sotto.transcript.Warning;
import java.util.Arrays;
import java.util.List;

/** Waveforms that are held in memory, for sound that was made or received, and what can be measured of any. */
public final class Waveforms {
    private static final int BLOCK_SAMPLES = 1 << 16;

    private Waveforms() {}

    /**
     * Wraps sound that is at hand.
     *
     * @param samples mono, 16 kHz, 16 bits; copied
     */
    public static Waveform ofSamples(short[] samples) {
        return new InMemory(samples.clone());
    }

    /** The loudest sample's magnitude, or the first block's that is louder than {@code enough}, where reading ends. */
    public static float peak(Waveform waveform, float enough) {
        float[] block = new float[BLOCK_SAMPLES];
        float peak = 0;
        for (long first = 0; first < waveform.sampleCount() && peak <= enough; first += BLOCK_SAMPLES) {
            waveform.read(first, block, 0, BLOCK_SAMPLES);
            for (float sample : block) {
                peak = Math.max(peak, Math.abs(sample));
            }
        }
        return peak;
    }

    private static final class InMemory implements Waveform {
        private final short[] samples;

        InMemory(short[] samples) {
            this.samples = samples;
        }

        @Override
        public long sampleCount() {
            return samples.length;
        }

        @Override
        public void read(long firstSample, float[] target, int targetOffset, int count) {
            Arrays.fill(target, targetOffset, targetOffset + count, 0f);
            long from = Math.max(firstSample, 0);
            long to = Math.min(firstSample + count, samples.length);
            for (long i = from; i < to; i++) {
                target[targetOffset + (int) (i - firstSample)] = samples[(int) i] / 32768f;
            }
        }

        @Override
        public List<Warning> warnings() {
            return List.of();
        }

        /** Nothing to give back: the samples are ordinary memory. */
        @Override
        public void close() {}
    }
}
