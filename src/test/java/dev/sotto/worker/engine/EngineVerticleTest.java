package dev.sotto.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.audio.Waveform;
import dev.sotto.bus.Addresses;
import dev.sotto.diarize.SpeakerAnalyzer;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.ScriptedNetwork;
import dev.sotto.testing.ScriptedVoices;
import dev.sotto.testing.ShippedModel;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.slot.QueueLimits;
import dev.sotto.whisper.slot.SlotEngine;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private final EngineVerticle verticle = new EngineVerticle(new Scripted(), "tiny", 1, Duration.ZERO, this::voices);
    private final ScriptedVoices voices = new ScriptedVoices();
    private final AtomicInteger loads = new AtomicInteger();

    private ScriptedVoices voices() {
        loads.incrementAndGet();
        return voices;
    }

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

    @Test
    void speaker_networks_are_loaded_once_on_the_engine_s_thread_and_closed_with_it() throws Exception {
        String id = deploy();
        List<String> threads = new ArrayList<>();
        voices.before(() -> threads.add(Thread.currentThread().getName()));
        for (int i = 0; i < 2; i++) {
            try (EngineLease lease =
                            verticle.lease("tiny", WorkClass.BULK, () -> {}).get(10, TimeUnit.SECONDS);
                    Waveform sound = ScriptedVoices.recording(1.5, new ScriptedVoices.Speech(0, 1.5, 1))) {
                new SpeakerAnalyzer(lease.speakers()).analyze(sound, part -> {}, new Cancellation());
            }
        }
        assertThat(voices.calls()).containsExactly("segment 1", "embed 1", "segment 1", "embed 1");
        assertThat(threads)
                .allSatisfy(name -> assertThat(name).startsWith("engine-"))
                .hasSize(4);
        assertThat(loads).hasValue(1);
        assertThat(voices.isClosed()).isFalse();
        vertx.undeploy(id).await();
        assertThat(voices.isClosed()).isTrue();
    }

    @Test
    void who_cannot_be_told_apart_hears_why_and_the_engine_goes_on() throws Exception {
        EngineVerticle lacking = new EngineVerticle(new Scripted(), "tiny", 1, Duration.ZERO, () -> {
            throw new TranscriptionException(FaultCode.MODEL_NOT_FOUND, "not there");
        });
        deploy(lacking);
        try (EngineLease lease = lacking.lease("tiny", WorkClass.BULK, () -> {}).get(10, TimeUnit.SECONDS)) {
            SpeakerAnalyzer analyzer = new SpeakerAnalyzer(lease.speakers());
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> analyzer.prepare(new Cancellation()))
                        .isInstanceOfSatisfying(TranscriptionException.class, e -> assertThat(e.code())
                                .isEqualTo(FaultCode.MODEL_NOT_FOUND))
                        .hasMessage("not there");
            }
        }
    }

    private String deploy() {
        return deploy(verticle);
    }

    private String deploy(EngineVerticle verticle) {
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
