package dev.sotto.whisper.slot;

/**
 * Models that came into memory and left it.
 *
 * @param loads since the start of the process
 * @param unloads of these, how many are gone
 * @param loadNanos that all loads took together
 * @param weightBytes of those that are in memory, as they are computed with
 */
public record ModelLoads(long loads, long unloads, long loadNanos, long weightBytes) {
    /** Where nothing was loaded. */
    public static final ModelLoads NONE = new ModelLoads(0, 0, 0, 0);
}
