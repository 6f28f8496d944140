package dev.sotto.metrics;

import java.time.Duration;
import java.util.Locale;

/** Empties a server of work before it is stopped or replaced. Any thread; answers at once. */
public interface Drain {
    /** How far a server is. */
    enum State {
        /** Nothing works yet, so there is nothing to be drained. */
        STARTING,
        SERVING,
        /** No job is taken; those that run have until the limit. */
        DRAINING,
        /** Nothing runs. Jobs and results can still be asked for. */
        DRAINED;

        /** As it is written in JSON. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The state now.
     *
     * @param handedBack jobs that ran at the limit: they wait again, with all that was finished of them; 0 before
     */
    record Status(State state, int handedBack) {}

    Status status();

    /**
     * Takes no more jobs from now on, until the process ends. A second call may bring the limit forward.
     *
     * @param limit how long jobs that run may go on
     * @return the state after it: {@link State#STARTING} if it is too early
     */
    Status begin(Duration limit);
}
