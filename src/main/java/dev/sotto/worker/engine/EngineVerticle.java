package dev.sotto.worker.engine;

import dev.sotto.bus.Addresses;
import dev.sotto.diarize.SpeakerNetworks;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.slot.SlotEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Owns everything that runs on one device. Must be deployed as a worker with a named pool of one thread: libtorch keeps
 * settings and thread teams per thread, so a second thread would be wrong, not only slow.
 */
public final class EngineVerticle extends VerticleBase implements Engines {
    private static final long HEARTBEAT_MILLIS = 1000;

    private final EngineFactory factory;
    private final String defaultModel;
    private final Duration unloadAfter;
    private final EnginePool pool;
    private final AtomicInteger asked = new AtomicInteger(); // leases asked for that this thread has not looked at
    private long heartbeats;

    /**
     * Loads nothing yet.
     *
     * @param loadedMax models kept in memory; the one unused longest makes room, and while all are in use others wait
     * @param unloadAfter a model that nobody uses for so long is unloaded, and loaded again by who next asks for it; zero: never
     * @param speakers loads the speaker networks on the engine's thread, when first somebody is told apart
     */
    public EngineVerticle(
            EngineFactory factory,
            String defaultModel,
            int loadedMax,
            Duration unloadAfter,
            Supplier<? extends SpeakerNetworks> speakers) {
        this.factory = factory;
        this.defaultModel = defaultModel;
        this.unloadAfter = unloadAfter;
        this.pool =
                new EnginePool(loadedMax, this::load, this::placeFree, new DeviceSpeakers(speakers), System::nanoTime);
    }

    @Override
    public Future<?> start() {
        // On the worker's one thread, where loading may block: the deployment is done when the model is ready.
        pool.take(factory.canonicalName(defaultModel), WorkClass.BULK).close();
        heartbeats = vertx.setPeriodic(HEARTBEAT_MILLIS, id -> heartbeat());
        return Future.succeededFuture();
    }

    /** Comes late while a model is loaded or the network computes. */
    private void heartbeat() {
        vertx.eventBus().publish(Addresses.ENGINE_HEARTBEAT, null);
        pool.notifyWaiting();
        if (!unloadAfter.isZero()) {
            pool.unload(unloadAfter);
        }
        if (pool.isUnused() && asked.get() == 0) {
            factory.whileIdle(() -> asked.get() > 0);
        }
    }

    /** This thread itself notifies those who wait: while it hangs, nobody is notified. */
    @Override
    public CompletableFuture<EngineLease> lease(String model, WorkClass workClass, Runnable whileWaiting) {
        CompletableFuture<EngineLease> answer = new CompletableFuture<>();
        asked.incrementAndGet();
        context.runOnContext(ignored -> {
            asked.decrementAndGet();
            try {
                pool.lease(factory.canonicalName(model), workClass, whileWaiting, answer);
            } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private void placeFree() {
        context.runOnContext(ignored -> pool.serve());
    }

    private SlotEngine load(String model) {
        Turns turns = new Turns();
        SlotEngine engine = factory.load(model, turns::schedule);
        turns.engine = engine;
        return engine;
    }

    /** Wake-ups become turns on the engine's thread, at most one waiting at a time. */
    private final class Turns {
        private final AtomicBoolean scheduled = new AtomicBoolean();
        private volatile @Nullable SlotEngine engine; // null until loaded: no turn can be asked for before

        void schedule() {
            if (scheduled.compareAndSet(false, true)) {
                context.runOnContext(ignored -> turn());
            }
        }

        private void turn() {
            scheduled.set(false);
            SlotEngine loaded = engine;
            if (loaded != null && loaded.turn()) {
                schedule();
            }
        }
    }

    @Override
    public Future<?> stop() {
        vertx.cancelTimer(heartbeats);
        pool.close();
        // What this thread was asked meanwhile is answered first: the pool of a stopped verticle takes nothing more.
        Promise<Void> quiet = Promise.promise();
        context.runOnContext(ignored -> quiet.complete());
        return quiet.future();
    }
}
