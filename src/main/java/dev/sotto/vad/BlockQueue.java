package dev.sotto.vad;

import dev.sotto.transcript.ClassQueue;
import dev.sotto.transcript.WorkClass;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of recordings on their way to one thread, in the order of {@link ClassQueue}. While both classes wait,
 * every fourth block is a bulk one; a bulk block is as long as blocks can be, so that is a quarter of the time at least.
 * Thread-safe; each recording has one block waiting at most.
 */
final class BlockQueue {
    private final Executor thread;
    private final ClassQueue<Runnable> waiting = new ClassQueue<>(); // guarded by this

    /** @param thread runs what it is given one after another */
    BlockQueue(Executor thread) {
        this.thread = thread;
    }

    /** Has a block run when its turn has come. */
    void submit(WorkClass workClass, Runnable block) {
        synchronized (this) {
            waiting.add(workClass, block);
        }
        thread.execute(this::runNext); // as often as blocks were added
    }

    private void runNext() {
        Runnable block = next();
        if (block != null) {
            block.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        return waiting.poll();
    }
}
