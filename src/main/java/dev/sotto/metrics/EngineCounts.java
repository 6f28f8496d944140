package dev.sotto.metrics;

/**
 * How busy the loaded models are.
 *
 * @param slots in which windows can be decoded
 * @param slotsBusy of them, with a window
 * @param windowsWaiting for a slot
 * @param tokensDecoded since the start
 */
public record EngineCounts(int slots, int slotsBusy, int windowsWaiting, long tokensDecoded) {
    public static final EngineCounts NONE = new EngineCounts(0, 0, 0, 0);
}
