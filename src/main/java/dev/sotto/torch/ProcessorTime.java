package dev.sotto.torch;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How long the calling thread has computed: what it waits for while others have the processor does not count. */
final class ProcessorTime {
    private static final long COARSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private ProcessorTime() {}

    /** Nanoseconds of the calling thread's processor time; of the wall clock where the system does not count finely. */
    static LongSupplier ofThisThread() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        if (threads.isCurrentThreadCpuTimeSupported() && isFine(threads::getCurrentThreadCpuTime)) {
            return threads::getCurrentThreadCpuTime;
        }
        return System::nanoTime;
    }

    /** Some systems count in ticks of 10 ms, in which what is timed here would be lost. Computes until the clock moves. */
    static boolean isFine(LongSupplier clock) {
        long first = clock.getAsLong();
        for (long start = System.nanoTime(); System.nanoTime() - start < 20 * COARSE_NANOS; ) {
            long step = clock.getAsLong() - first;
            if (step > 0) {
                return step < COARSE_NANOS;
            }
        }
        return false;
    }
}
