package dev.sotto.cli;

/** Tells a command that the person in front of it, or the system, wants it to stop. */
public interface Interrupts {
    /** Nobody ever interrupts. */
    Interrupts NEVER = action -> () -> {};

    /**
     * Calls {@code action} at most once, on a thread of its own, if the process is asked to end. The process waits, within
     * a bound, until the returned handle is closed.
     */
    Handle onInterrupt(Runnable action);

    /** Closed when the command has cleaned up. */
    interface Handle extends AutoCloseable {
        @Override
        void close();
    }
}
