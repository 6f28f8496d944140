package dev.sotto.crash;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what another process does. */
final class Waiting {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int PAUSE_MILLIS = 5;

    private Waiting() {}

    /** @param awaited as a sentence says it */
    static void until(String awaited, Callable<Boolean> isSo) throws Exception {
        long begin = System.nanoTime();
        while (!isSo.call()) {
            if (System.nanoTime() - begin > LONGEST_NANOS) {
                throw new TimeoutException("not in time: " + awaited);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
