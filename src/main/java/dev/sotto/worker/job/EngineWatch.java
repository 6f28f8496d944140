package dev.sotto.worker.job;

import dev.sotto.bus.Addresses;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the beat of the engine's thread. When that hangs in a native call, which nothing can end, every later attempt
 * would wait for it in vain and stop in order when asked, so that no place is ever lost and the process never ends.
 */
public final class EngineWatch extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

    private final Duration silenceMax;
    private final Duration every;
    private final Runnable engineHangs;
    private boolean isHeard;
    private long looks; // since the last beat; counted, since clocks go on while a process is paused

    /**
     * Begins to count with the first beat that it hears.
     *
     * @param silenceMax more than the loading of a model and one pass of the network may take; at least a second
     * @param engineHangs called once, on the event loop, when no beat came for so long
     */
    public EngineWatch(Duration silenceMax, Runnable engineHangs) {
        this(silenceMax, LOOKS_EVERY, engineHangs);
    }

    EngineWatch(Duration silenceMax, Duration every, Runnable engineHangs) {
        this.silenceMax = silenceMax;
        this.every = every;
        this.engineHangs = engineHangs;
    }

    @Override
    public Future<?> start() {
        lookLater();
        return vertx.eventBus()
                .<Void>localConsumer(Addresses.ENGINE_HEARTBEAT, beat -> {
                    isHeard = true;
                    looks = 0;
                })
                .completion();
    }

    private void lookLater() {
        vertx.setTimer(every.toMillis(), id -> look());
    }

    private void look() {
        if (isHeard) {
            looks++;
        }
        if (every.multipliedBy(looks).compareTo(silenceMax) > 0) {
            LOG.error("the engine's thread has not come back for {}: it hangs", silenceMax);
            engineHangs.run();
            return;
        }
        lookLater();
    }
}
