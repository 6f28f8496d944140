package dev.sotto.cli;

import dev.sotto.audio.AudioException;
import dev.sotto.model.ModelException;
import dev.sotto.transcript.TranscriptionException;
import java.io.IOException;

/** Failures as a person reads them: our own sentences as they are, anything else with its type, since it is a fault. */
final class Faults {
    private static final int CAUSES_MAX = 20;

    private Faults() {}

    static String sentence(Throwable failure) {
        boolean isOurs = failure instanceof TranscriptionException
                || failure instanceof AudioException
                || failure instanceof ModelException
                || failure instanceof CommandException;
        String message = failure.getMessage();
        if (isOurs && message != null) {
            return message;
        }
        String text = failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        return failure instanceof IOException ? text : "unexpected fault: " + text + cause(failure);
    }

    // What a library that does not load lacks is named only by the innermost of its exceptions.
    private static String cause(Throwable failure) {
        Throwable innermost = failure;
        for (int depth = 0; depth < CAUSES_MAX && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return innermost == failure || message == null ? "" : " (%s)".formatted(message);
    }
}
