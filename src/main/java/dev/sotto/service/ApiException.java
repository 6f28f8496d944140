package dev.sotto.service;

/** Carries an {@link ApiError} to the one place that answers it. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    public ApiException(ApiError error) {
        this(error, error.message());
    }

    /**
     * For a fault whose cause is not the client's to know.
     *
     * @param detail for the log
     */
    public ApiException(ApiError error, String detail) {
        super(detail);
        this.error = error;
    }

    public ApiError error() {
        return error;
    }
}
