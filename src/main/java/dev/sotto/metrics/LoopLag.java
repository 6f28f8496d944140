package dev.sotto.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** How late an event loop does what is due: whoever blocks it, or a processor that others use, shows here. */
final class LoopLag {
    private static final long EVERY_MILLIS = 500;

    private final Timer lags;

    LoopLag(MeterRegistry registry) {
        lags = Timer.builder("sotto.event.loop.lag")
                .description("How late timers of the management port's event loop are")
                .register(registry);
    }

    /** Begins to look, on the event loop of the caller, until that is gone. */
    void watch(Vertx vertx) {
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
        vertx.setTimer(EVERY_MILLIS, id -> {
            lags.record(Math.max(0, System.nanoTime() - due), TimeUnit.NANOSECONDS);
            watch(vertx);
        });
    }
}
