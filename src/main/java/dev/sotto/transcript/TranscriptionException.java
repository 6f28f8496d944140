package dev.sotto.transcript;

import org.jspecify.annotations.Nullable;

/** A transcription that failed, with its kind and one sentence that says what was seen, expected, and what to do. */
public final class TranscriptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TranscriptionError error;

    public TranscriptionException(TranscriptionError error, String message) {
        super(message);
        this.error = error;
    }

    public TranscriptionException(TranscriptionError error, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    public TranscriptionError error() {
        return error;
    }
}
