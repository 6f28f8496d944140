package dev.sotto.whisper.slot;

/**
 * What may wait for an engine.
 *
 * @param callersMax callers who have something waiting
 * @param eachMax requests of a kind that one of them has waiting
 */
public record QueueLimits(int callersMax, int eachMax) {
    public QueueLimits {
        if (callersMax < 1 || eachMax < 1) {
            throw new IllegalArgumentException(
                    "%d callers with %d requests each; expected at least 1 of both".formatted(callersMax, eachMax));
        }
    }
}
