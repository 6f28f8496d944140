package dev.sotto.crash;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Work that may last as long as it gets further. */
final class Watched {
    private static final int LOOKS_A_STEP = 100;

    private Watched() {}

    /**
     * Does the work on a thread of its own.
     *
     * @param steps a number that changes whenever the work has got further
     * @param stepMax the longest that it may stay the same
     * @throws TimeoutException if it does; the work is interrupted
     */
    static <T> T run(Callable<T> work, LongSupplier steps, Duration stepMax) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "watched");
        thread.setDaemon(true);
        thread.start();
        long seen = steps.getAsLong();
        long sinceNanos = System.nanoTime();
        while (true) {
            try {
                return task.get(stepMax.toNanos() / LOOKS_A_STEP, TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            } catch (TimeoutException e) {
                long now = steps.getAsLong();
                if (now != seen) {
                    seen = now;
                    sinceNanos = System.nanoTime();
                } else if (System.nanoTime() - sinceNanos > stepMax.toNanos()) {
                    task.cancel(true);
                    throw new TimeoutException("got no further for %s, after step %d".formatted(stepMax, seen));
                }
            }
        }
    }
}
