package dev.sotto.audio;

import dev.sotto.transcript.MediaOptions;

/**
 * What is decoded of a file whose tracks are known.
 *
 * @param track of the audio tracks, from 0
 * @param endSeconds of the recording; what lies behind it is not decoded
 */
record Extract(int track, boolean splitsChannels, double endSeconds) {
    /** More are no recording of people, but a trick. */
    static final int CHANNELS_MAX = 8;

    /** One more second than accepted is decoded, so that "exactly the limit" and "over it" can be distinguished. */
    private static final int SECONDS_BEYOND_LIMIT = 1;

    static Extract of(MediaOptions options, int track) {
        return new Extract(track, options.splitsChannels(), options.span().endSeconds());
    }

    double secondsMax(MediaLimits limits) {
        return Math.min(endSeconds, limits.audioMax().toMillis() / 1000.0 + SECONDS_BEYOND_LIMIT);
    }

    long bytesMax(MediaLimits limits) {
        return splitsChannels ? CHANNELS_MAX * limits.outputBytesMax() : limits.outputBytesMax();
    }

    /** How many samples of a recording so long are of interest. */
    long samplesOf(long samples) {
        double wanted = Math.rint(endSeconds * Waveform.SAMPLE_RATE);
        return wanted < samples ? (long) wanted : samples;
    }
}
