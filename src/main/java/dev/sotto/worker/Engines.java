package dev.sotto.worker;

import java.util.concurrent.CompletableFuture;

/** Port that an engine verticle serves to the rest of the process. Thread-safe. */
public interface Engines {
    /**
     * A model ready to work, loaded if it is not yet. Fails with a {@link
     * dev.sotto.transcript.TranscriptionException}.
     */
    CompletableFuture<EngineLease> lease(String model);
}
