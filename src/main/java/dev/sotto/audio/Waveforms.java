package dev.sotto.audio;

import java.util.Arrays;
import java.util.List;

/** Waveforms that are held in memory: for sound that was made or received, not read from a file. */
public final class Waveforms {
    private Waveforms() {}

    /**
     * Wraps sound that is at hand.
     *
     * @param samples mono, 16 kHz, 16 bits; copied
     */
    public static Waveform ofSamples(short[] samples) {
        return new InMemory(samples.clone());
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
        public List<String> warnings() {
            return List.of();
        }

        /** Nothing to give back: the samples are ordinary memory. */
        @Override
        public void close() {}
    }
}
