package dev.sotto.worker.engine;

import dev.sotto.transcript.WorkClass;
import java.util.concurrent.CompletableFuture;

/** Port that an engine verticle serves to the rest of the process. Thread-safe. */
public interface Engines {
    /**
     * A model ready to work, loaded if it is not yet, once there is a place for it and all who go before are served:
     * interactive work first, in the order of asking, and while bulk work waits too, every fourth is bulk.
     * Fails with a {@link dev.sotto.transcript.TranscriptionException}. Who waits no more cancels the answer.
     *
     * @param workClass of all that will be asked through the lease
     * @param whileWaiting called every second or so, on the engine's thread, while there is no place; must return at once
     */
    CompletableFuture<EngineLease> lease(String model, WorkClass workClass, Runnable whileWaiting);
}
