package dev.sotto.audio;

import java.time.Duration;

/**
 * How much one recording may cost. A few kilobytes of silence can unpack to gigabytes, so nothing here trusts a file's header.
 *
 * @param audioMax longest accepted recording, measured on the decoded samples
 * @param wallClockMax longest time that decoding may take
 * @param outputBytesMax largest file of decoded samples; one hour takes 115 200 000 bytes
 * @param memoryBytesMax address space of the media program, enforced where the host has prlimit
 */
public record MediaLimits(Duration audioMax, Duration wallClockMax, long outputBytesMax, long memoryBytesMax) {
    public static final Duration DEFAULT_AUDIO_MAX = Duration.ofHours(8);
    public static final Duration DEFAULT_WALL_CLOCK_MAX = Duration.ofMinutes(15);
    public static final long DEFAULT_OUTPUT_BYTES_MAX = 1L << 30;
    public static final long DEFAULT_MEMORY_BYTES_MAX = 4L << 30;
    public static final MediaLimits DEFAULTS = new MediaLimits(
            DEFAULT_AUDIO_MAX, DEFAULT_WALL_CLOCK_MAX, DEFAULT_OUTPUT_BYTES_MAX, DEFAULT_MEMORY_BYTES_MAX);

    public MediaLimits {
        requirePositive("audioMax in seconds", audioMax.toSeconds());
        requirePositive("wallClockMax in milliseconds", wallClockMax.toMillis());
        requirePositive("outputBytesMax", outputBytesMax);
        requirePositive("memoryBytesMax", memoryBytesMax);
    }

    /** {@link #audioMax} in samples of a {@link Waveform}. */
    long samplesMax() {
        return audioMax.toMillis() * (Waveform.SAMPLE_RATE / 1000);
    }

    /** @throws AudioException if a recording has more samples than {@link #audioMax} */
    void requireAccepted(long samples) {
        if (samples > samplesMax()) {
            throw AudioException.tooLong((double) samples / Waveform.SAMPLE_RATE, this);
        }
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("%s is %d; expected more than 0".formatted(name, value));
        }
    }
}
