package dev.sotto.transcript;

/**
 * A stretch of a recording.
 *
 * @param startSeconds from the beginning of the recording
 * @param endSeconds not before {@code startSeconds}; {@link Double#POSITIVE_INFINITY} means to the end
 */
public record TimeSpan(double startSeconds, double endSeconds) {
    public TimeSpan {
        if (!(startSeconds >= 0) || !(endSeconds >= startSeconds)) {
            throw new IllegalArgumentException(
                    "time span from %s s to %s s; expected 0 <= start <= end".formatted(startSeconds, endSeconds));
        }
    }
}
