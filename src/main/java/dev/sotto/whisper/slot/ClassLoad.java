package dev.sotto.whisper.slot;

/**
 * What one class of work has in an engine.
 *
 * @param slotsBusy with a window
 * @param windowsWaiting for a slot
 */
public record ClassLoad(int slotsBusy, int windowsWaiting) {
    public ClassLoad plus(ClassLoad other) {
        return new ClassLoad(slotsBusy + other.slotsBusy, windowsWaiting + other.windowsWaiting);
    }
}
