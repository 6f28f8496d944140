package dev.sotto.diarize;

import dev.sotto.transcript.SpeakerOptions;

/**
 * How many speakers a caller expects.
 *
 * @param min at least 1
 * @param max at most {@link #COUNT_MAX}
 */
public record SpeakerBounds(int min, int max) {
    /** More are never separated: what bounds the memory of a recording without end. */
    public static final int COUNT_MAX = SpeakerOptions.COUNT_MAX;

    /** As many as there are. */
    public static final SpeakerBounds AUTOMATIC = new SpeakerBounds(1, COUNT_MAX);

    public SpeakerBounds {
        if (min < 1 || max < min || max > COUNT_MAX) {
            throw new IllegalArgumentException(
                    "%d to %d speakers; expected 1 <= min <= max <= %d".formatted(min, max, COUNT_MAX));
        }
    }

    /** As a caller asks for them. */
    public static SpeakerBounds of(SpeakerOptions options) {
        return options.count().isPresent()
                ? exactly(options.count().getAsInt())
                : new SpeakerBounds(options.min().orElse(1), options.max().orElse(COUNT_MAX));
    }

    public static SpeakerBounds exactly(int count) {
        return new SpeakerBounds(count, count);
    }
}
