package dev.sotto.job.port;

import org.jspecify.annotations.Nullable;

/** A store that could not do what was asked, with its kind and one sentence: what was seen, what to do. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StoreError error;

    public StoreException(StoreError error, String message) {
        this(error, message, null);
    }

    public StoreException(StoreError error, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    public StoreError error() {
        return error;
    }
}
