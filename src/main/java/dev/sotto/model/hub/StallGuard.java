package dev.sotto.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Closes a response's body when no byte came for too long: the HTTP client itself bounds only the headers. */
final class StallGuard implements AutoCloseable {
    private final InputStream body;
    private final Duration silenceMax;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sotto-download-guard");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> watch;
    private volatile long lastNanos = System.nanoTime();

    StallGuard(InputStream body, Duration silenceMax) {
        this.body = body;
        this.silenceMax = silenceMax;
        long periodMillis = Math.max(10, silenceMax.toMillis() / 4);
        this.watch = timer.scheduleWithFixedDelay(this::check, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
    }

    void alive() {
        lastNanos = System.nanoTime();
    }

    private void check() {
        if (System.nanoTime() - lastNanos > silenceMax.toNanos()) {
            try {
                body.close();
            } catch (IOException e) {
                lastNanos = System.nanoTime();
            }
        }
    }

    @Override
    public void close() {
        watch.cancel(false);
        timer.shutdownNow();
    }
}
