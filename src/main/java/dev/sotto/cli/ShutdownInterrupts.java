package dev.sotto.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Interrupts by Ctrl-C and by the system's request to end, through the JVM's shutdown hook. */
public final class ShutdownInterrupts implements Interrupts {
    private static final long CLEAN_UP_SECONDS_MAX = 60;

    @Override
    public Handle onInterrupt(Runnable action) {
        CountDownLatch cleanedUp = new CountDownLatch(1);
        Thread hook = new Thread(() -> interrupt(action, cleanedUp), "sotto-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            cleanedUp.countDown();
            forget(hook);
        };
    }

    /**
     * The JVM ends when its hooks have; so this one waits for the command to end what it computes, without which the process
     * would crash, and to remove what it left on the disk.
     */
    private static void interrupt(Runnable action, CountDownLatch cleanedUp) {
        action.run();
        try {
            if (!cleanedUp.await(CLEAN_UP_SECONDS_MAX, TimeUnit.SECONDS)) {
                System.err.println("sotto: did not stop within " + CLEAN_UP_SECONDS_MAX + " s; ended anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs already and sees the latch.
        }
    }
}
