package dev.sotto.fault;

import java.util.Optional;

/**
 * Something that went wrong, as it is reported. Each surface gives it a shape of its own.
 *
 * @param message one sentence: what was seen, what was expected, what to do
 * @param field of the request that is to blame; empty if none is
 * @param cause what made a job fail, where the fault is that it has no result
 */
public record Fault(FaultCode code, String message, Optional<String> field, Optional<FaultCode> cause) {
    /** What callers learn of a fault of the server itself. */
    public static final String SERVER_FAILED = "The server failed; its log has the reason.";

    /** Messages quote what was sent, which may be long. */
    private static final int MESSAGE_CHARS_MAX = 1000;

    public Fault {
        if (message.length() > MESSAGE_CHARS_MAX) {
            message = message.substring(0, MESSAGE_CHARS_MAX) + "...";
        }
    }

    public static Fault of(FaultCode code, String message) {
        return new Fault(code, message, Optional.empty(), Optional.empty());
    }

    public static Fault of(FaultCode code, String message, String field) {
        return new Fault(code, message, Optional.of(field), Optional.empty());
    }
}
