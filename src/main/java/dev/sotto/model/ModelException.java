package dev.sotto.model;

import java.io.IOException;
import java.nio.file.Path;

/** A model that cannot be used, with its kind and one sentence: what was seen, what was expected, what to do. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ModelError error;

    public ModelException(ModelError error, String message) {
        super(message);
        this.error = error;
    }

    public ModelException(ModelError error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    public static ModelException unreadable(Path file, IOException cause) {
        return new ModelException(
                ModelError.FILE_UNREADABLE,
                "%s: cannot be read (%s); check that it exists and that this user may read it"
                        .formatted(place(file), reason(cause)),
                cause);
    }

    public static ModelException fileMissing(Path file, String purpose) {
        return new ModelException(
                ModelError.FILE_MISSING,
                "%s: not there; expected %s; pull the model again".formatted(place(file), purpose));
    }

    public ModelError error() {
        return error;
    }

    /** A file as messages name it: its folder and its name, never the machine's whole path. */
    public static String place(Path file) {
        int names = file.getNameCount();
        return (names <= 2 ? file : file.subpath(names - 2, names)).toString().replace('\\', '/');
    }

    /** A folder as messages name it: its own name only. */
    public static String folder(Path folder) {
        Path name = folder.getFileName();
        return (name == null ? folder : name).toString();
    }

    private static String reason(IOException cause) {
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null || message.indexOf('/') >= 0 ? "" : ": " + message);
    }
}
