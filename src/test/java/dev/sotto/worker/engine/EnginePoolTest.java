package dev.sotto.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.fault.FaultCode;
import dev.sotto.testing.ScriptedNetwork;
import dev.sotto.testing.ScriptedVoices;
import dev.sotto.testing.ShippedModel;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.slot.QueueLimits;
import dev.sotto.whisper.slot.SlotEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnginePoolTest {
    private static final DeviceSpeakers NO_SPEAKERS = new DeviceSpeakers(() -> {
        throw new AssertionError("nobody is told apart");
    });

    private static final long SECOND = 1_000_000_000;

    private final List<String> loaded = new ArrayList<>();
    private final List<SlotEngine> opened = new ArrayList<>();
    private int notified;
    private long nanos;
    private final EnginePool engines = pool(1, NO_SPEAKERS);

    private EnginePool pool(int loadedMax, DeviceSpeakers speakers) {
        return new EnginePool(loadedMax, this::load, this::serve, speakers, () -> nanos);
    }

    private void serve() {
        engines.serve();
    }

    private SlotEngine load(String name) {
        if (name.equals("broken")) {
            throw new TranscriptionException(FaultCode.MODEL_INVALID, "planted");
        }
        loaded.add(name);
        SlotEngine engine = ShippedModel.TINY_EN.engine(new ScriptedNetwork(), 1, new QueueLimits(1, 1), () -> {});
        opened.add(engine);
        return engine;
    }

    private CompletableFuture<EngineLease> lease(String name) {
        return lease(name, WorkClass.BULK);
    }

    private CompletableFuture<EngineLease> lease(String name, WorkClass workClass) {
        CompletableFuture<EngineLease> answer = new CompletableFuture<>();
        engines.lease(name, workClass, () -> notified++, answer);
        return answer;
    }

    @Test
    void a_model_without_a_place_waits_until_one_is_given_back() {
        EngineLease first = lease("one").join();
        EngineLease second = lease("one").join();
        CompletableFuture<EngineLease> other = lease("other");
        engines.notifyWaiting();
        first.close();
        assertThat(other).isNotDone();
        assertThat(notified).isEqualTo(1);
        second.close();
        assertThat(other).isCompleted();
        assertThat(loaded).containsExactly("one", "other");
        engines.notifyWaiting();
        assertThat(notified).isEqualTo(1);
    }

    @Test
    void who_wants_a_loaded_model_waits_behind_those_who_came_before() {
        EngineLease running = lease("one").join();
        CompletableFuture<EngineLease> other = lease("other");
        CompletableFuture<EngineLease> late = lease("one");
        assertThat(late).isNotDone();
        running.close();
        assertThat(late).isNotDone();
        other.join().close();
        assertThat(late).isCompleted();
        assertThat(loaded).containsExactly("one", "other", "one");
    }

    @Test
    void interactive_work_is_served_before_bulk_work_that_came_earlier_and_every_fourth_is_bulk() {
        EngineLease running = lease("loaded").join();
        List<CompletableFuture<EngineLease>> all = new ArrayList<>();
        for (String name : List.of("bulk 1", "bulk 2")) {
            all.add(lease(name, WorkClass.BULK));
        }
        for (String name : List.of("clip 1", "clip 2", "clip 3", "clip 4")) {
            all.add(lease(name, WorkClass.INTERACTIVE));
        }
        running.close();
        while (!all.isEmpty()) {
            int served = IntStream.range(0, all.size())
                    .filter(i -> all.get(i).isDone())
                    .findFirst()
                    .orElseThrow();
            all.remove(served).join().close();
        }
        assertThat(loaded).containsExactly("loaded", "clip 1", "clip 2", "clip 3", "bulk 1", "clip 4", "bulk 2");
    }

    @Test
    void who_waits_no_more_takes_no_place() {
        EngineLease running = lease("one").join();
        CompletableFuture<EngineLease> gone = lease("other");
        CompletableFuture<EngineLease> next = lease("third");
        gone.cancel(false);
        running.close();
        assertThat(next).isCompleted();
        assertThat(loaded).containsExactly("one", "third");
    }

    @Test
    void who_is_first_and_waits_no_more_holds_up_nobody_until_the_work_that_runs_ends() {
        lease("one").join();
        CompletableFuture<EngineLease> gone = lease("other");
        CompletableFuture<EngineLease> next = lease("one");
        gone.cancel(false);
        engines.notifyWaiting();
        assertThat(next).isCompleted();
        assertThat(notified).isZero();
    }

    @Test
    void a_model_that_cannot_be_loaded_holds_up_nobody() {
        EngineLease running = lease("one").join();
        CompletableFuture<EngineLease> broken = lease("broken");
        CompletableFuture<EngineLease> next = lease("other");
        running.close();
        assertThat(broken).isCompletedExceptionally();
        assertThat(next).isCompleted();
    }

    @Test
    void a_model_that_nobody_uses_is_unloaded_and_loaded_again_by_who_next_asks() {
        lease("one").join().close();
        nanos += SECOND - 1;
        engines.unload(Duration.ofSeconds(1));
        lease("one").join().close();
        assertThat(loaded).containsExactly("one");
        nanos += SECOND;
        engines.unload(Duration.ofSeconds(1));
        assertThat(opened.get(0).isClosed()).isTrue();
        lease("one").join().close();
        assertThat(loaded).containsExactly("one", "one");
    }

    @Test
    void a_model_in_use_is_not_unloaded_however_long_that_takes_and_counts_from_its_return() {
        EngineLease first = lease("one").join();
        EngineLease second = lease("one").join();
        nanos += 10 * SECOND;
        first.close();
        engines.unload(Duration.ofSeconds(1));
        assertThat(opened.get(0).isClosed()).isFalse();
        second.close();
        engines.unload(Duration.ofSeconds(1));
        assertThat(opened.get(0).isClosed()).isFalse();
        nanos += SECOND;
        engines.unload(Duration.ofSeconds(1));
        assertThat(opened.get(0).isClosed()).isTrue();
    }

    @Test
    void speaker_networks_leave_with_the_last_model_and_come_back() {
        ScriptedVoices voices = new ScriptedVoices();
        AtomicInteger loads = new AtomicInteger();
        EnginePool pool = pool(2, new DeviceSpeakers(() -> {
            loads.incrementAndGet();
            return voices;
        }));
        EngineLease one = pool.take("one", WorkClass.BULK);
        EngineLease other = pool.take("other", WorkClass.BULK);
        ask(one, opened.get(0));
        one.close();
        nanos += SECOND;
        pool.unload(Duration.ofSeconds(1));
        assertThat(voices.isClosed()).isFalse();
        other.close();
        nanos += SECOND;
        pool.unload(Duration.ofSeconds(1));
        assertThat(voices.isClosed()).isTrue();
        ask(pool.take("one", WorkClass.BULK), opened.get(2));
        assertThat(loads).hasValue(2);
    }

    private static void ask(EngineLease lease, SlotEngine engine) {
        CompletableFuture<String> answer = lease.speakers().ask(networks -> "asked");
        while (engine.turn()) {
            assertThat(answer).isNotCompletedExceptionally();
        }
        assertThat(answer).isCompletedWithValue("asked");
    }

    @Test
    void who_waits_when_the_pool_closes_hears_of_it() {
        lease("one").join();
        CompletableFuture<EngineLease> other = lease("other");
        engines.close();
        assertThat(other).isCompletedExceptionally();
    }
}
