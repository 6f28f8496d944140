package dev.sotto.audio;

import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Channels that cancel each other out when they are mixed, as where one of two wires of a microphone is turned round: the mix is
 * silence, though somebody speaks.
 */
final class PhaseCancellation {
    /** A mix that is never louder, -54 dB of full scale, may be what is left of such channels. */
    private static final float QUIET_PEAK = 64 / 32768f;

    /** By how much, 24 dB, a channel must be louder than its mix, or than the least that 16 bits can tell. */
    private static final float LOUDER = 16;

    private static final float STEP = 1 / 32768f;
    private static final float FULL_SCALE = 1;

    private static final Warning WARNING = new Warning(
            WarningCode.CHANNELS_CANCEL,
            "The channels cancel each other out when they are mixed; only the loudest one was taken. Ask for the channels"
                    + " apart to have all.");

    private PhaseCancellation() {}

    /**
     * The mix, or the loudest of its channels if that is much louder.
     *
     * @param mix closed if it is not what is returned
     * @param split decodes the same with its channels kept apart, if there is room for them; asked only where the mix is nearly
     *     silent
     */
    static DecodedMedia heard(DecodedMedia mix, Supplier<Optional<DecodedMedia>> split) {
        try {
            float peak = Waveforms.peak(mix.channels().get(0), QUIET_PEAK);
            Optional<Waveform> channel = peak > QUIET_PEAK
                    ? Optional.empty()
                    : split.get().flatMap(apart -> loudest(apart.channels(), LOUDER * Math.max(peak, STEP)));
            if (channel.isEmpty()) {
                return mix;
            }
            mix.close();
            return new DecodedMedia(List.of(new Remarked(channel.get())), false);
        } catch (RuntimeException e) {
            mix.close();
            throw e;
        }
    }

    /** The loudest one if it reaches a peak, open; all others are closed. */
    private static Optional<Waveform> loudest(List<Waveform> channels, float least) {
        Waveform loudest = null;
        float peak = least;
        try {
            for (Waveform channel : channels) {
                float its = Waveforms.peak(channel, FULL_SCALE);
                loudest = its >= peak && (loudest == null || its > peak) ? channel : loudest;
                peak = Math.max(peak, its);
            }
        } catch (RuntimeException e) {
            channels.forEach(Waveform::close);
            throw e;
        }
        for (Waveform channel : channels) {
            if (channel != loudest) {
                channel.close();
            }
        }
        return Optional.ofNullable(loudest);
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
        public List<Warning> warnings() {
            List<Warning> warnings = new ArrayList<>(waveform.warnings());
            warnings.add(WARNING);
            return warnings;
        }

        @Override
        public void close() {
            waveform.close();
        }
    }
}
