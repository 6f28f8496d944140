package dev.sotto.testing;

import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.torch.Precision;
import dev.sotto.torch.TorchSettings;
import dev.sotto.torch.TorchWhisper;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.WhisperNetwork;
import dev.sotto.whisper.slot.EngineLoad;
import dev.sotto.whisper.slot.QueueLimits;
import dev.sotto.whisper.slot.SlotBudget;
import dev.sotto.whisper.slot.SlotEngine;
import dev.sotto.whisper.slot.SlotEngine.EngineParts;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A real network on a thread of its own, taking a turn when woken: the engine verticle without Vert.x. */
public final class EngineThread implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "engine"));
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicReference<SlotEngine> engine = new AtomicReference<>();
    private final AtomicReference<WhisperEngine> caller = new AtomicReference<>();
    private final AtomicReference<TorchWhisper> network = new AtomicReference<>();

    private final AtomicLong busyNanos = new AtomicLong();

    private EngineThread() {}

    /** In float32. */
    public static EngineThread load(Path modelFolder, int slots) {
        return load(modelFolder, slots, Precision.FLOAT32);
    }

    public static EngineThread load(Path modelFolder, int slots, Precision precision) {
        EngineThread loaded = new EngineThread();
        loaded.onThread(() -> loaded.open(modelFolder, slots, new TorchSettings("cpu", precision)));
        return loaded;
    }

    private Void open(Path modelFolder, int slots, TorchSettings settings) {
        try (Checkpoint checkpoint = ModelFolder.open(modelFolder)) {
            ModelConfig config = checkpoint.config();
            TorchWhisper torch = TorchWhisper.load(checkpoint, settings);
            network.set(torch);
            SlotBudget budget = new SlotBudget(config.dimensions(), Float.BYTES, Float.BYTES, Long.MAX_VALUE, slots);
            EngineParts parts = new EngineParts(torch, config, WhisperTokenizer.of(config));
            engine.set(new SlotEngine(parts, budget, new QueueLimits(16, 64), this::schedule, System::nanoTime));
            caller.set(openSession(WorkClass.BULK));
        }
        return null;
    }

    public WhisperEngine engine() {
        return caller.get();
    }

    /** The same engine as somebody else sees it. */
    public WhisperEngine openSession(WorkClass workClass) {
        return engine.get().openSession(workClass);
    }

    public EngineLoad load() {
        return engine.get().load();
    }

    /** How long all turns took together. */
    public double busySeconds() {
        return busyNanos.get() / 1e9;
    }

    /** Runs something on the engine's thread, between turns. */
    public <T> T with(Function<WhisperNetwork, T> use) {
        return onThread(() -> use.apply(network.get()));
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            thread.execute(() -> {
                scheduled.set(false);
                long start = System.nanoTime();
                boolean more = engine.get().turn();
                busyNanos.addAndGet(System.nanoTime() - start);
                if (more) {
                    schedule();
                }
            });
        }
    }

    private <T> T onThread(java.util.concurrent.Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        onThread(() -> {
            engine.get().close();
            return null;
        });
        thread.shutdown();
    }
}
