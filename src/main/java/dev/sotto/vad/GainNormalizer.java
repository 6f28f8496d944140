package dev.sotto.vad;

import dev.sotto.audio.Waveform;
import dev.sotto.audio.Waveforms;

/**
 * Raises recordings whose loudest sample is quiet: the network was trained on ordinary levels and passes over speech at
 * -40 dB. What is loud enough is heard as it is.
 */
final class GainNormalizer {
    /** -20 dB of full scale. */
    private static final float QUIET_PEAK = 0.1f;

    private static final float WANTED_PEAK = 0.5f;
    /** 46 dB: below that even 16-bit rounding would become loud. */
    private static final float GAIN_MAX = 200;

    private GainNormalizer() {}

    /** What to multiply samples by: 1 for most recordings. Reads all of the recording once. */
    static float gain(Waveform waveform) {
        float peak = Waveforms.peak(waveform, QUIET_PEAK);
        return peak == 0 || peak >= QUIET_PEAK ? 1 : Math.min(GAIN_MAX, WANTED_PEAK / peak);
    }
}
