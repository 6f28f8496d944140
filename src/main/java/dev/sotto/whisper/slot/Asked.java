package dev.sotto.whisper.slot;

import java.util.concurrent.CompletableFuture;

/** Something asked of the engine that may wait its turn. */
interface Asked {
    /** Of the engine's thread to complete; done before that when whoever asked waits no more. */
    CompletableFuture<?> answer();
}
