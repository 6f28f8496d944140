package dev.sotto.crash;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what another process does. */
final class Waiting {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int PAUSE_MILLIS = 5;

    private Waiting() {}

    /** @param awaited as a sentence says it */
    static void until(String awaited, Callable<Boolean> isSo) throws Exception {
        until(awaited, LONGEST, isSo);
    }

    /** As above, for what a busy machine may take long for. */
    static void until(String awaited, Duration longest, Callable<Boolean> isSo) throws Exception {
        long begin = System.nanoTime();
        while (!isSo.call()) {
            if (System.nanoTime() - begin > longest.toNanos()) {
                throw new TimeoutException("not in time: " + awaited);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
