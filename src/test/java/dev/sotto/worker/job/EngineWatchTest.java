package dev.sotto.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.Addresses;
import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.ScriptedNetwork;
import dev.sotto.testing.ScriptedVoices;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.slot.QueueLimits;
import dev.sotto.whisper.slot.SlotBudget;
import dev.sotto.whisper.slot.SlotEngine;
import dev.sotto.whisper.slot.SlotEngine.EngineParts;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.worker.engine.EngineFactory;
import dev.sotto.worker.engine.EngineLease;
import dev.sotto.worker.engine.EngineVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The watch beside a real engine's thread, which hangs when a test's model is loaded. */
@Timeout(60)
class EngineWatchTest {
    private static final Duration SILENCE_MAX = Duration.ofSeconds(6); // the beat comes every second

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch returns = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        returns.countDown();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void an_engine_that_hangs_is_told_and_one_that_works_is_not() throws Exception {
        CountDownLatch beats = new CountDownLatch(3);
        vertx.eventBus().<Void>localConsumer(Addresses.ENGINE_HEARTBEAT, beat -> beats.countDown());
        EngineWatch watch = new EngineWatch(SILENCE_MAX, Duration.ofMillis(20), told::countDown);
        vertx.deployVerticle(watch).await(20, TimeUnit.SECONDS);
        EngineVerticle engine = new EngineVerticle(new Factory(returns), "one", 2, Duration.ZERO, ScriptedVoices::new);
        DeploymentOptions oneThread = new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName("engine")
                .setWorkerPoolSize(1);
        vertx.deployVerticle(engine, oneThread).await(20, TimeUnit.SECONDS);
        assertThat(beats.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(told.getCount()).isEqualTo(1);
        CompletableFuture<EngineLease> never = engine.lease("hangs", WorkClass.BULK, () -> {});
        assertThat(told.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(never).isNotDone();
    }

    private record Factory(CountDownLatch hangs) implements EngineFactory {
        @Override
        public String canonicalName(String model) {
            return model;
        }

        @Override
        public SlotEngine load(String name, Runnable wakeUp) {
            if (name.equals("hangs")) {
                awaitQuietly(hangs);
            }
            try (Checkpoint checkpoint = ModelFolder.open(Checkpoints.TINY_EN)) {
                ModelConfig model = checkpoint.config();
                return new SlotEngine(
                        new EngineParts(new ScriptedNetwork(), model, WhisperTokenizer.of(model)),
                        new SlotBudget(model.dimensions(), Float.BYTES, Float.BYTES, Long.MAX_VALUE, 1),
                        new QueueLimits(1, 1),
                        wakeUp,
                        System::nanoTime);
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
