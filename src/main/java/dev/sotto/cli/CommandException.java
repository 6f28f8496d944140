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
    public static CommandException usage(IllegalArgumentException fault) {
        return new CommandException(ExitCode.USAGE, String.valueOf(fault.getMessage()), fault);
    }

    /** The settings cannot be used; the cause's message says why. */
    public static CommandException settings(RuntimeException fault) {
        return new CommandException(ExitCode.MODEL_OR_CONFIG, String.valueOf(fault.getMessage()), fault);
    }

    /** Nothing is wrong that does not pass by itself. */
    public static CommandException tryLater(RuntimeException fault) {
        return new CommandException(ExitCode.TRY_LATER, String.valueOf(fault.getMessage()), fault);
    }

    /** A file that was named is not there. */
    static CommandException noSuchFile(String message, Exception fault) {
        return new CommandException(ExitCode.NO_SUCH_FILE, message, fault);
    }

    /** What was to be made cannot be written; the message says where and why. */
    public static CommandException cannotWrite(String message, Exception fault) {
        return new CommandException(ExitCode.CANNOT_WRITE, message, fault);
    }

    int exitCode() {
        return exitCode;
    }
}
