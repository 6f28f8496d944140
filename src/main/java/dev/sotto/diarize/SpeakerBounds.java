package dev.sotto.diarize;

/**
 * How many speakers a caller expects.
 *
 * @param min at least 1
 * @param max at most {@value #COUNT_MAX}
 */
public record SpeakerBounds(int min, int max) {
    /** More are never separated: what bounds the memory of a recording without end. */
    public static final int COUNT_MAX = 200;

    /** As many as there are. */
    public static final SpeakerBounds AUTOMATIC = new SpeakerBounds(1, COUNT_MAX);

    public SpeakerBounds {
        if (min < 1 || max < min || max > COUNT_MAX) {
            throw new IllegalArgumentException(
                    "%d to %d speakers; expected 1 <= min <= max <= %d".formatted(min, max, COUNT_MAX));
        }
    }

    public static SpeakerBounds exactly(int count) {
        return new SpeakerBounds(count, count);
    }
}
