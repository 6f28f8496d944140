package dev.sotto.job;

/** How long a recording may be that nobody has decoded yet; only the order of waiting jobs hangs on it. */
public final class AudioGuess {
    /** Of audio as it is usually sent and published. */
    private static final double BYTES_PER_SECOND = 16_000;

    private AudioGuess() {}

    /** Seconds. */
    public static double ofBytes(long bytes) {
        return bytes / BYTES_PER_SECOND;
    }
}
