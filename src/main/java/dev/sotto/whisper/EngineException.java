package dev.sotto.whisper;

/** The device or the engine failed; the input is not to blame. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private EngineException(String message) {
        super(message);
    }

    private EngineException(String message, Throwable cause) {
        super(message, cause);
    }

    public static EngineException closed() {
        return new EngineException("the engine is closed; the server is stopping or has unloaded this model");
    }

    public static EngineException queueFull(int capacity) {
        return new EngineException(
                "this transcription already has %d windows waiting, which is its limit; wait for some of them"
                        .formatted(capacity));
    }

    public static EngineException tooManyCallers(int callers) {
        return new EngineException(
                "the engine already has windows of %d transcriptions waiting, which is its limit; try again later"
                        .formatted(callers));
    }

    public static EngineException deviceFailed(String doing, Throwable cause) {
        return new EngineException("the device failed while %s: %s".formatted(doing, cause.getMessage()), cause);
    }
}
