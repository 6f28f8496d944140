package dev.sotto.job;

import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;

/**
 * Why an attempt failed; on an ended job, why it ended.
 *
 * @param message one sentence for the owner of the job: no stack trace, no path, no secret
 */
public record JobFailure(FaultCode code, String message) {
    /** Longer messages are cut: they are shown, stored and sent. */
    public static final int MESSAGE_CHARACTERS_MAX = 1000;

    /** For a fault of the server itself. */
    public static JobFailure internal() {
        return new JobFailure(FaultCode.INTERNAL, Fault.SERVER_FAILED);
    }

    public JobFailure {
        if (message.length() > MESSAGE_CHARACTERS_MAX) {
            message = message.substring(0, MESSAGE_CHARACTERS_MAX);
        }
    }
}
