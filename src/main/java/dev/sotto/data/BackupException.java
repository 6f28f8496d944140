package dev.sotto.data;

import org.jspecify.annotations.Nullable;

/** A backup that was not made, with its kind and one sentence that says why; nothing is left of it. */
public final class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The closed list of reasons. */
    public enum Kind {
        /** The folder to be made lies in a wrong place or is there already. */
        PLACE_REFUSED,
        /** The disk refused it. */
        CANNOT_WRITE,
        /** The store did not answer in time; the same call may succeed later. */
        BUSY,
        /** What would be copied is not whole, or cannot be used without what is missing. */
        UNUSABLE
    }

    private final Kind kind;

    BackupException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
