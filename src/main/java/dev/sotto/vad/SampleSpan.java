package dev.sotto.vad;

/**
 * A span of a recording in samples.
 *
 * @param end first sample behind it
 */
public record SampleSpan(long start, long end) {
    public SampleSpan {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span from sample %d to %d".formatted(start, end));
        }
    }

    public long length() {
        return end - start;
    }
}
