package dev.sotto.transcript;

/**
 * A span of a recording.
 *
 * @param startSeconds from the beginning of the recording
 * @param endSeconds not before {@code startSeconds}; {@link Double#POSITIVE_INFINITY} means to the end
 */
public record TimeSpan(double startSeconds, double endSeconds) {
    /** From the beginning to the end, wherever that is. */
    public static final TimeSpan WHOLE = new TimeSpan(0, Double.POSITIVE_INFINITY);

    public TimeSpan {
        if (!(startSeconds >= 0) || !(endSeconds >= startSeconds)) {
            throw new IllegalArgumentException(
                    "time span from %s s to %s s; expected 0 <= start <= end".formatted(startSeconds, endSeconds));
        }
    }

    /** What both have; they must at least touch. */
    TimeSpan intersection(TimeSpan other) {
        return new TimeSpan(Math.max(startSeconds, other.startSeconds), Math.min(endSeconds, other.endSeconds));
    }
}
