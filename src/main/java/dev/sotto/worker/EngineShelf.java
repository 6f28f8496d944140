package dev.sotto.worker;

import dev.sotto.transcript.TranscriptionError;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.slot.SlotEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Loaded models, least recently leased first. Confined to the engine's thread, but for the closing of leases, which may
 * happen anywhere.
 */
final class EngineShelf {
    private final int loadedMax;
    private final Function<String, SlotEngine> loader;
    private final Map<String, Shelved> shelf = new LinkedHashMap<>(16, 0.75f, true);

    EngineShelf(int loadedMax, Function<String, SlotEngine> loader) {
        this.loadedMax = loadedMax;
        this.loader = loader;
    }

    private record Shelved(SlotEngine engine, AtomicInteger leases) {}

    private record Lease(Shelved shelved, WhisperEngine engine, AtomicBoolean open) implements EngineLease {

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                shelved.leases().decrementAndGet();
            }
        }
    }

    EngineLease lease(String model) {
        Shelved shelved = shelf.get(model);
        if (shelved == null) {
            makeRoom();
            shelved = new Shelved(loader.apply(model), new AtomicInteger());
            shelf.put(model, shelved);
        }
        shelved.leases().incrementAndGet();
        return new Lease(shelved, shelved.engine().forCaller(), new AtomicBoolean(true));
    }

    private void makeRoom() {
        if (shelf.size() < loadedMax) {
            return;
        }
        String idle = shelf.entrySet().stream()
                .filter(entry -> entry.getValue().leases().get() == 0)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new TranscriptionException(
                        TranscriptionError.QUEUE_FULL,
                        "all %d places for loaded models are in use; try again later or ask for a loaded model"
                                .formatted(loadedMax)));
        Shelved evicted = shelf.remove(idle);
        if (evicted != null) {
            evicted.engine().close();
        }
    }

    void close() {
        shelf.values().forEach(shelved -> shelved.engine().close());
        shelf.clear();
    }
}
