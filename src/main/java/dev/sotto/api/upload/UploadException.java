package dev.sotto.api.upload;

/** An upload that is refused, with its kind and one sentence for the client. */
public final class UploadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The closed list of reasons. */
    public enum Kind {
        /** The body is no multipart form, or breaks off. */
        MALFORMED,
        /** A field is larger, or there are more of them, or a name is longer, than allowed. */
        FORM_LIMIT,
        /** The file is larger than allowed. */
        TOO_LARGE,
        /** The request says that its body is something else. */
        WRONG_TYPE,
        /** The bytes come too slowly. */
        TOO_SLOW,
        /** As many uploads are being read as may be. */
        TOO_MANY,
        /** The disk is full, or cannot be written. */
        STORAGE,
        /** The client went away; nobody is left to answer. */
        ABORTED
    }

    private final Kind kind;

    UploadException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    UploadException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static UploadException malformed(String detail) {
        return new UploadException(Kind.MALFORMED, "Could not parse the multipart form: %s.".formatted(detail));
    }

    static UploadException malformedJson(String detail) {
        return new UploadException(Kind.MALFORMED, "Could not parse the JSON body: %s.".formatted(detail));
    }

    public Kind kind() {
        return kind;
    }
}
