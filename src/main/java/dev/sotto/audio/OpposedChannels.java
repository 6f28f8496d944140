package dev.sotto.audio;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Channels that cancel each other out when they are mixed, as where one of two wires of a microphone is turned round: the mix is
 * silence, though somebody speaks.
 */
final class OpposedChannels {
    /** A mix that is never louder, -54 dB of full scale, may be what is left of such channels. */
    private static final double QUIET_PEAK = 64 / 32768.0;

    /** By how much, 24 dB, a channel must be louder than its mix. */
    private static final double LOUDER = 16;

    private static final String WARNING =
            "The channels cancel each other out when they are mixed; only the loudest one was taken. Ask for the channels"
                    + " apart to have all.";
    private static final int BLOCK_SAMPLES = 1 << 16;

    private OpposedChannels() {}

    /**
     * The mix, or the loudest of its channels if that is much louder.
     *
     * @param mix closed if it is not what is returned
     * @param split decodes the same with its channels kept apart; asked only where the mix is nearly silent
     */
    static DecodedMedia heard(DecodedMedia mix, Supplier<DecodedMedia> split) {
        double peak = peak(mix.channels().get(0), QUIET_PEAK);
        if (peak > QUIET_PEAK) {
            return mix;
        }
        DecodedMedia apart;
        try {
            apart = split.get();
        } catch (RuntimeException e) {
            mix.close();
            throw e;
        }
        Waveform loudest = loudest(apart.channels());
        if (apart.channels().size() == 1 || peak(loudest, 1) < LOUDER * Math.max(peak, 1 / 32768.0)) {
            apart.close();
            return mix;
        }
        mix.close();
        apart.channels().stream().filter(channel -> channel != loudest).forEach(Waveform::close);
        return new DecodedMedia(List.of(new Remarked(loudest)), false);
    }

    private static Waveform loudest(List<Waveform> channels) {
        Waveform loudest = channels.get(0);
        for (Waveform channel : channels) {
            loudest = peak(channel, 1) > peak(loudest, 1) ? channel : loudest;
        }
        return loudest;
    }

    /** The loudest sample, or the first found that is louder than {@code enough}. */
    private static double peak(Waveform waveform, double enough) {
        float[] block = new float[BLOCK_SAMPLES];
        double peak = 0;
        for (long first = 0; first < waveform.sampleCount() && peak <= enough; first += BLOCK_SAMPLES) {
            waveform.read(first, block, 0, BLOCK_SAMPLES);
            for (float sample : block) {
                peak = Math.max(peak, Math.abs(sample));
            }
        }
        return peak;
    }

    /** The same sound, with what the listener should know of it. */
    private record Remarked(Waveform waveform) implements Waveform {
        @Override
        public long sampleCount() {
            return waveform.sampleCount();
        }

        @Override
        public void read(long firstSample, float[] target, int targetOffset, int count) {
            waveform.read(firstSample, target, targetOffset, count);
        }

        @Override
        public List<String> warnings() {
            List<String> warnings = new ArrayList<>(waveform.warnings());
            warnings.add(WARNING);
            return warnings;
        }

        @Override
        public void close() {
            waveform.close();
        }
    }
}
