package dev.sotto.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.bus.Addresses;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.ScriptedNetwork;
import dev.sotto.testing.ShippedModel;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.slot.QueueLimits;
import dev.sotto.whisper.slot.SlotEngine;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EngineVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private final ScriptedNetwork network = new ScriptedNetwork();
    private final AtomicInteger idle = new AtomicInteger();
    private final CountDownLatch idling = new CountDownLatch(1);
    private volatile boolean mayStayIdle;
    private final EngineVerticle verticle = new EngineVerticle(new Scripted(), "tiny", 1);

    private final class Scripted implements EngineFactory {
        @Override
        public SlotEngine load(String name, Runnable wakeUp) {
            return ShippedModel.TINY_EN.engine(network, 1, new QueueLimits(1, 1), wakeUp);
        }

        @Override
        public String canonicalName(String name) {
            return name;
        }

        @Override
        public void whileIdle(BooleanSupplier isWanted) {
            idle.incrementAndGet();
            idling.countDown();
            long start = System.nanoTime();
            while (mayStayIdle
                    && !isWanted.getAsBoolean()
                    && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20)) {
                Thread.onSpinWait();
            }
        }
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void who_asks_for_an_engine_while_it_stops_is_told_so() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        network.closing = () -> {
            closing.countDown();
            await(asked);
        };
        String id = deploy();
        Future<Void> stopped = vertx.undeploy(id);
        await(closing);
        CompletableFuture<EngineLease> late = verticle.lease("tiny", WorkClass.BULK, () -> {});
        asked.countDown();
        assertThatThrownBy(() -> late.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        TranscriptionException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.CANCELLED));
        stopped.await();
        assertThat(network.calls).containsExactly("close");
    }

    @Test
    void idle_moments_are_the_factorys_until_somebody_asks_for_an_engine() throws Exception {
        mayStayIdle = true;
        deploy();
        await(idling);
        CompletableFuture<EngineLease> asked = verticle.lease("tiny", WorkClass.BULK, () -> {});
        try (EngineLease lease = asked.get(10, TimeUnit.SECONDS)) {
            assertThat(lease).isNotNull();
            int before = idle.get();
            CountDownLatch heartbeats = new CountDownLatch(2);
            vertx.eventBus().consumer(Addresses.ENGINE_HEARTBEAT, beat -> heartbeats.countDown());
            await(heartbeats);
            assertThat(idle).as("not while the engine is leased").hasValue(before);
        }
    }

    private String deploy() {
        return vertx.deployVerticle(
                        verticle,
                        new DeploymentOptions()
                                .setThreadingModel(ThreadingModel.WORKER)
                                .setWorkerPoolName("engine")
                                .setWorkerPoolSize(1))
                .await();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
