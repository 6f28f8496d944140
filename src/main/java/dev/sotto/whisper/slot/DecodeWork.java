package dev.sotto.whisper.slot;

import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.WindowListener;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import java.util.concurrent.CompletableFuture;

/**
 * A window that waits for a slot or has one.
 *
 * @param begunAnew whether it had to give up a slot once, so that it keeps the next one
 */
record DecodeWork(
        Session session,
        HeldWindow window,
        DecodingTask task,
        Cancellation cancellation,
        WindowListener listener,
        CompletableFuture<DecodingResult> answer,
        boolean begunAnew)
        implements EngineRequest {

    WorkClass workClass() {
        return session.workClass();
    }

    int width() {
        return task.search().width();
    }

    /** Whether anybody still waits for the answer; read again while the window runs. */
    boolean isWanted() {
        return !cancellation.isRequested() && !answer.isDone();
    }

    /** The same from its beginning: what its slot knew is lost. */
    DecodeWork anew() {
        return new DecodeWork(session, window, task, cancellation, listener, answer, true);
    }
}
