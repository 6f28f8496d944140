package dev.sotto.worker.engine;

import dev.sotto.diarize.SpeakerDevice;
import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.ClassQueue;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.slot.SlotEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loaded models, least recently leased first, and the callers who wait for a place, in the order of {@link ClassQueue}: also
 * who wants a loaded model waits behind those who are served before, so that nobody waits longer than the work that runs and
 * that goes first. Confined to the
 * engine's thread, but for the closing of leases, which may happen anywhere.
 */
final class EnginePool {
    private static final Logger LOG = LoggerFactory.getLogger(EnginePool.class);

    private final int loadedMax;
    private final Function<String, SlotEngine> loader;
    private final Runnable placeFree;
    private final DeviceSpeakers speakers;
    private final LongSupplier nanos;
    private final Map<String, LoadedEngine> engines = new LinkedHashMap<>(16, 0.75f, true);
    private final ClassQueue<Waiting> waiting = new ClassQueue<>(); // one for each caller's thread at most
    private boolean closed;

    /**
     * An empty pool.
     *
     * @param placeFree called from any thread when {@link #serve} may have something to do
     * @param speakers closed with the pool, and while no engine is loaded
     * @param nanos a clock that never goes back; any thread
     */
    EnginePool(
            int loadedMax,
            Function<String, SlotEngine> loader,
            Runnable placeFree,
            DeviceSpeakers speakers,
            LongSupplier nanos) {
        this.loadedMax = loadedMax;
        this.loader = loader;
        this.placeFree = placeFree;
        this.speakers = speakers;
        this.nanos = nanos;
    }

    /** An engine, how many lease it, and when it was last leased or given back. */
    private record LoadedEngine(SlotEngine engine, AtomicInteger leases, AtomicLong usedAt) {
        boolean isIdle() {
            return leases.get() == 0;
        }
    }

    private record Waiting(
            String model, WorkClass workClass, Runnable whileWaiting, CompletableFuture<EngineLease> answer) {}

    private record Lease(
            LoadedEngine loaded, WhisperEngine engine, SpeakerDevice speakers, Runnable givenBack, AtomicBoolean open)
            implements EngineLease {

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                givenBack.run();
            }
        }
    }

    private void giveBack(LoadedEngine loaded) {
        loaded.usedAt().set(nanos.getAsLong()); // first: an engine that nobody leases has been used until now
        if (loaded.leases().decrementAndGet() == 0) {
            placeFree.run();
        }
    }

    /** Leases as soon as it is this caller's turn and there is a place; who cancels the answer waits no more. */
    void lease(String model, WorkClass workClass, Runnable whileWaiting, CompletableFuture<EngineLease> answer) {
        if (closed) {
            answer.completeExceptionally(stopping());
            return;
        }
        waiting.add(workClass, new Waiting(model, workClass, whileWaiting, answer));
        serve();
    }

    /** Answers those who wait, in their order, as far as there are places. */
    void serve() {
        waiting.removeIf(one -> one.answer().isDone());
        for (Waiting first = waiting.peek(); first != null && hasRoom(first.model()); first = waiting.peek()) {
            waiting.poll();
            answer(first);
        }
    }

    /** Serves those whom a caller who is gone held up, then notifies those who still wait. */
    void notifyWaiting() {
        serve();
        waiting.forEach(one -> one.whileWaiting().run());
    }

    private void answer(Waiting first) {
        try {
            EngineLease lease = take(first.model(), first.workClass());
            if (!first.answer().complete(lease)) {
                lease.close();
            }
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            first.answer().completeExceptionally(e);
        }
    }

    /**
     * Leases now, whoever waits.
     *
     * @throws TranscriptionException with {@code QUEUE_FULL} if all places are in use, or as the loader does
     */
    EngineLease take(String model, WorkClass workClass) {
        LoadedEngine loaded = engines.get(model);
        if (loaded == null) {
            makeRoom();
            loaded = new LoadedEngine(loader.apply(model), new AtomicInteger(), new AtomicLong());
            engines.put(model, loaded);
        }
        LoadedEngine leased = loaded;
        leased.usedAt().set(nanos.getAsLong());
        leased.leases().incrementAndGet();
        SpeakerDevice device = speakers.inTurnsOf(leased.engine().openTurns());
        return new Lease(
                leased,
                leased.engine().openSession(workClass),
                device,
                () -> giveBack(leased),
                new AtomicBoolean(true));
    }

    /** Closes the engines that nobody has leased for so long, and the speaker networks with the last of them. */
    void unload(Duration unused) {
        long now = nanos.getAsLong();
        boolean isChanged = engines.entrySet().removeIf(entry -> {
            LoadedEngine loaded = entry.getValue();
            if (!loaded.isIdle() || now - loaded.usedAt().get() < unused.toNanos()) {
                return false;
            }
            loaded.engine().close();
            LOG.info(
                    "unloaded {}: nobody used it for {} s",
                    Path.of(entry.getKey()).getFileName(),
                    unused.toSeconds());
            return true;
        });
        if (isChanged && engines.isEmpty()) {
            speakers.close();
        }
    }

    /** Whether nobody leases an engine or waits for one. */
    boolean isUnused() {
        return waiting.isEmpty() && engines.values().stream().allMatch(LoadedEngine::isIdle);
    }

    private boolean hasRoom(String model) {
        return engines.containsKey(model) || engines.size() < loadedMax || idle().isPresent();
    }

    private Optional<String> idle() {
        return engines.entrySet().stream()
                .filter(entry -> entry.getValue().isIdle())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void makeRoom() {
        if (engines.size() < loadedMax) {
            return;
        }
        String idle = idle().orElseThrow(() -> new TranscriptionException(
                FaultCode.ENGINE_BUSY, "all %d places for loaded models are in use".formatted(loadedMax)));
        LoadedEngine evicted = engines.remove(idle);
        if (evicted != null) {
            evicted.engine().close();
        }
    }

    /** Who waits, waits in vain, and so does who comes later. */
    void close() {
        closed = true;
        waiting.forEach(one -> one.answer().completeExceptionally(stopping()));
        waiting.clear();
        engines.values().forEach(loaded -> loaded.engine().close());
        engines.clear();
        speakers.close();
    }

    private static TranscriptionException stopping() {
        return new TranscriptionException(FaultCode.CANCELLED, "the server is stopping");
    }
}
