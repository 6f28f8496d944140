package dev.sotto.edit;

/** An operation does not fit the version of the document that it says it was made on. Nothing was changed. */
public final class EditRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * Names what is wrong.
     *
     * @param field of the operation, such as {@code passage}
     * @param message a sentence for whoever sent it
     */
    public EditRefused(String field, String message) {
        super(message);
        this.field = field;
    }

    /** Name of the operation's field. */
    public String field() {
        return field;
    }
}
