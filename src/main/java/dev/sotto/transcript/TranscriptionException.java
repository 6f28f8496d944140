package dev.sotto.transcript;

import dev.sotto.fault.FaultCode;
import org.jspecify.annotations.Nullable;

/** A transcription that failed, with its kind and one sentence that says what was seen, expected, and what to do. */
public final class TranscriptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaultCode code;

    public TranscriptionException(FaultCode code, String message) {
        super(message);
        this.code = code;
    }

    public TranscriptionException(FaultCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public FaultCode code() {
        return code;
    }
}
