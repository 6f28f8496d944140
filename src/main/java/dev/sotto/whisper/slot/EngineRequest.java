package dev.sotto.whisper.slot;

import dev.sotto.transcript.WorkClass;
import java.util.concurrent.CompletableFuture;

/** Something asked of the engine that may wait its turn. */
interface EngineRequest {
    /** Of the engine's thread to complete; done before that when whoever asked waits no more. */
    CompletableFuture<?> answer();

    Session session();

    /** Whose request it is; two requests are of one session if this is the same object. */
    interface Session {
        WorkClass workClass();
    }
}
