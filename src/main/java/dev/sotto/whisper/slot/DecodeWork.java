package dev.sotto.whisper.slot;

import dev.sotto.transcript.Cancellation;
import dev.sotto.whisper.WindowListener;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import java.util.concurrent.CompletableFuture;

/** A window that waits for a slot or has one. */
record DecodeWork(
        HeldWindow window,
        DecodingTask task,
        Cancellation cancellation,
        WindowListener listener,
        CompletableFuture<DecodingResult> answer)
        implements Asked {

    int width() {
        return task.search().width();
    }

    /** Whether anybody still waits for the answer; also looked at while the window runs. */
    boolean isWanted() {
        return !cancellation.isRequested() && !answer.isDone();
    }
}
