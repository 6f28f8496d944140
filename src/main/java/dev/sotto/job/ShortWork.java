package dev.sotto.job;

import dev.sotto.transcript.WorkClass;

/**
 * Which work goes before other work.
 *
 * @param secondsMax of audio that a recording is short with
 */
public record ShortWork(double secondsMax) {
    /**
     * The class of a job.
     *
     * @param seconds of audio, as well as it is known; 0 if it is not
     * @param isAwaited whether a caller waits for its end on a connection
     */
    public WorkClass classOf(double seconds, boolean isAwaited) {
        boolean isShort = seconds > 0 && seconds <= secondsMax;
        return isAwaited || isShort ? WorkClass.INTERACTIVE : WorkClass.BULK;
    }
}
