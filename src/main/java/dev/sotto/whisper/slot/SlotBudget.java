package dev.sotto.whisper.slot;

import dev.sotto.model.Dimensions;
import java.util.Locale;

/**
 * How many slots fit into memory. A lane has as many as fit {@code laneBytes}, at least one, at most {@code wantedMax};
 * there are two lanes at most, one for windows of one hypothesis and one for windows of several.
 *
 * <p>A slot of {@code width} hypotheses costs the keys and values of every decoder layer, {@code 2 * layers * modelWidth *
 * (audioContext * crossCacheBytes + width * textContext * selfCacheBytes)}, and for each hypothesis four rows of the
 * vocabulary (logits, bias, their sum, log probabilities) of float32. Hypotheses share the cross-attention's; the
 * self-attention's are each one's own.
 *
 * @param crossCacheBytes of one number of the cross-attention's keys and values
 * @param selfCacheBytes the same of self-attention
 * @param laneBytes memory of one lane
 * @param wantedMax most windows that can be of use at once
 */
public record SlotBudget(
        Dimensions dimensions, int crossCacheBytes, int selfCacheBytes, long laneBytes, int wantedMax) {
    public static final long DEFAULT_LANE_BYTES = 1L << 30;

    private static final int VOCABULARY_ROWS = 4;
    private static final int USUAL_BEAMS = 5;

    /** As many as fit, but at least one. */
    public int slots(int width) {
        return (int) Math.max(1, Math.min(wantedMax, laneBytes / slotBytes(width)));
    }

    /** Memory of one slot. */
    public long slotBytes(int width) {
        long position = 2L * dimensions.decoder().layers() * dimensions.width();
        long cross = position * dimensions.audioContext() * crossCacheBytes;
        long self = position * width * dimensions.textContext() * selfCacheBytes;
        long vocabulary = (long) VOCABULARY_ROWS * width * dimensions.vocabularySize() * Float.BYTES;
        return cross + self + vocabulary;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d slots of %d MiB; windows of several hypotheses, at first need: of %d, %d slots of %d MiB",
                slots(1),
                slotBytes(1) >> 20,
                USUAL_BEAMS,
                slots(USUAL_BEAMS),
                slotBytes(USUAL_BEAMS) >> 20);
    }
}
