package dev.sotto.worker.webhook;

import dev.sotto.webhook.OutboxStore;
import dev.sotto.webhook.WebhookSender;
import dev.sotto.webhook.deliver.DeliveryListener;
import dev.sotto.webhook.deliver.DispatchLimits;
import dev.sotto.webhook.deliver.Dispatcher;
import dev.sotto.webhook.deliver.RetrySchedule;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the dispatcher its thread and its turns: when it is woken up, and every second in case a wake-up was lost or a retry has
 * come due. The verticle lives on an event loop; the dispatcher, and with it the store, on a pool of one thread, since the
 * dispatcher is confined to one.
 */
public final class WebhookVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookVerticle.class);
    private static final Duration TURN_EVERY = Duration.ofSeconds(1);
    private static final Duration STOP_LOOKS_EVERY = Duration.ofMillis(50);

    /** What the dispatcher is made of, see {@link Dispatcher.Ports}, and how long stopping waits for attempts under way. */
    public record Parts(
            OutboxStore store,
            WebhookSender sender,
            InstantSource clock,
            InstantSource wallClock,
            RandomGenerator random,
            DeliveryListener listener,
            DispatchLimits limits,
            RetrySchedule schedule,
            String userAgent,
            Duration stopGrace) {}

    private final Parts parts;

    /** Rings between two turns are one. */
    private final AtomicBoolean isTurnDue = new AtomicBoolean();

    private volatile boolean isStopping;
    private @Nullable WorkerExecutor thread;
    private @Nullable Dispatcher dispatcher;

    public WebhookVerticle(Parts parts) {
        this.parts = parts;
    }

    @Override
    public Future<?> start() {
        WorkerExecutor home = vertx.createSharedWorkerExecutor("webhooks", 1);
        thread = home;
        Dispatcher.Ports ports = new Dispatcher.Ports(
                parts.store(),
                parts.sender(),
                parts.clock(),
                parts.wallClock(),
                work -> run(home, work),
                parts.listener());
        dispatcher = new Dispatcher(ports, parts.limits(), parts.schedule(), parts.random(), parts.userAgent());
        vertx.setPeriodic(TURN_EVERY.toMillis(), id -> wakeUp());
        wakeUp();
        return Future.succeededFuture();
    }

    /** Something may be due: called after an event was stored. Any thread; returns at once. */
    public void wakeUp() {
        WorkerExecutor home = thread;
        if (home != null && !isStopping && isTurnDue.compareAndSet(false, true)) {
            run(home, this::turn);
        }
    }

    private void turn() {
        isTurnDue.set(false);
        Dispatcher running = dispatcher;
        if (running != null && !isStopping) {
            running.turn();
        }
    }

    private static void run(WorkerExecutor home, Runnable work) {
        home.executeBlocking(
                        () -> {
                            work.run();
                            return true;
                        },
                        true)
                .onFailure(fault -> LOG.error("dispatching webhooks failed; it is tried again in a second", fault));
    }

    /** Begins nothing more, waits for what is under way as long as the grace allows; the rest is sent again at the start. */
    @Override
    public Future<?> stop() {
        isStopping = true;
        WorkerExecutor home = thread;
        if (home == null) {
            return Future.succeededFuture();
        }
        Promise<Void> idle = Promise.promise();
        long end = vertx.setTimer(parts.stopGrace().toMillis(), id -> idle.tryComplete());
        long look = vertx.setPeriodic(STOP_LOOKS_EVERY.toMillis(), id -> run(home, () -> completeIfIdle(idle)));
        return idle.future().eventually(() -> {
            vertx.cancelTimer(end);
            vertx.cancelTimer(look);
            return home.close();
        });
    }

    private void completeIfIdle(Promise<Void> idle) {
        Dispatcher running = dispatcher;
        if (running == null || running.underWay() == 0) {
            idle.tryComplete();
        }
    }
}
