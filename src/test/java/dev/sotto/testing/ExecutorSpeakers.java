package dev.sotto.testing;

import dev.sotto.diarize.SpeakerDevice;
import dev.sotto.diarize.SpeakerNetworks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Speaker networks that an executor's one thread has for itself. */
public final class ExecutorSpeakers implements SpeakerDevice, AutoCloseable {
    private final Executor thread;
    private final Supplier<? extends SpeakerNetworks> loader;
    private @Nullable SpeakerNetworks networks; // of the thread

    /** @param loader called on the thread, when first something is asked */
    public ExecutorSpeakers(Executor thread, Supplier<? extends SpeakerNetworks> loader) {
        this.thread = thread;
        this.loader = loader;
    }

    @Override
    public <T> CompletableFuture<T> ask(Function<SpeakerNetworks, T> work) {
        return CompletableFuture.supplyAsync(() -> work.apply(loaded()), thread);
    }

    private SpeakerNetworks loaded() {
        SpeakerNetworks open = networks;
        if (open == null) {
            open = loader.get();
            networks = open;
        }
        return open;
    }

    @Override
    public void close() {
        CompletableFuture.runAsync(
                        () -> {
                            if (networks != null) {
                                networks.close();
                            }
                        },
                        thread)
                .join();
    }
}
