package dev.sotto.whisper.slot;

import dev.sotto.model.Dimensions;

/**
 * How many slots fit a memory budget.
 *
 * <p>A slot costs the keys and values of every decoder layer, {@code 2 * layers * width * (audioContext + textContext)}
 * numbers, and three rows of the vocabulary (logits, bias, their sum) of float32.
 */
public final class SlotBudget {
    public static final long DEFAULT_BYTES = 1L << 30;

    private static final int VOCABULARY_ROWS = 3;

    private SlotBudget() {}

    /** Memory of one slot. */
    public static long slotBytes(Dimensions dimensions, int bytesPerNumber) {
        long positions = (long) dimensions.audioContext() + dimensions.textContext();
        long cache = 2L * dimensions.decoder().layers() * dimensions.width() * positions * bytesPerNumber;
        return cache + (long) VOCABULARY_ROWS * dimensions.vocabularySize() * Float.BYTES;
    }

    /** As many as fit {@code budgetBytes}, but at least one and no more than can be wanted at once. */
    public static int slots(Dimensions dimensions, int bytesPerNumber, long budgetBytes, int wantedMax) {
        return (int) Math.max(1, Math.min(wantedMax, budgetBytes / slotBytes(dimensions, bytesPerNumber)));
    }
}
