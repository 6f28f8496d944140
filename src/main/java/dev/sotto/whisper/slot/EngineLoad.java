package dev.sotto.whisper.slot;

/**
 * How busy an engine is, as of its last turn.
 *
 * @param slots of all open lanes
 * @param slotsBusy of them, with a window
 * @param windowsWaiting for a slot
 * @param tokensDecoded since it was loaded: those of the best hypothesis of each finished window
 */
public record EngineLoad(int slots, int slotsBusy, int windowsWaiting, long tokensDecoded) {
    /** Of no engine at all. */
    public static final EngineLoad NONE = new EngineLoad(0, 0, 0, 0);

    public EngineLoad plus(EngineLoad other) {
        return new EngineLoad(
                slots + other.slots,
                slotsBusy + other.slotsBusy,
                windowsWaiting + other.windowsWaiting,
                tokensDecoded + other.tokensDecoded);
    }
}
