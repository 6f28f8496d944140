package dev.sotto.cli;

/** A command that cannot go on: the sentence for the person who typed it, and the exit code for the caller. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The command line is wrong. */
    static CommandException usage(IllegalArgumentException fault) {
        return new CommandException(ExitCode.USAGE, String.valueOf(fault.getMessage()), fault);
    }

    /** The settings cannot be used; the cause's message says why. */
    public static CommandException settings(RuntimeException fault) {
        return new CommandException(ExitCode.MODEL_OR_CONFIG, String.valueOf(fault.getMessage()), fault);
    }

    int exitCode() {
        return exitCode;
    }
}
