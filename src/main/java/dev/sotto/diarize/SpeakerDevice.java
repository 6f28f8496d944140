package dev.sotto.diarize;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Port: where the two networks are, and the one thread that may use them. Thread-safe. */
public interface SpeakerDevice {
    /**
     * Has the networks do a piece of work, a few tenths of a second long, when its turn has come. The first one loads them.
     * Fails with what the work or the loading throws, or with that as its cause. Who cancels the answer waits no more.
     */
    <T> CompletableFuture<T> ask(Function<SpeakerNetworks, T> work);
}
