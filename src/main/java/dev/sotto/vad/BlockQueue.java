package dev.sotto.vad;

import dev.sotto.transcript.WorkClass;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of recordings on their way to one thread, interactive ones first, each class in the order of coming. While both
 * wait, every fourth block is a bulk one; a bulk block is as long as blocks can be, so that is a quarter of the time at
 * least. Thread-safe; each recording has one block waiting at most.
 */
final class BlockQueue {
    private static final int INTERACTIVE_IN_A_ROW = 3;

    private final Executor thread;
    private final Queue<Runnable> interactive = new ArrayDeque<>(); // guarded by this, as all below
    private final Queue<Runnable> bulk = new ArrayDeque<>();
    private int inARow; // interactive blocks begun since the last bulk one, while bulk ones waited

    /** @param thread runs what it is given one after another */
    BlockQueue(Executor thread) {
        this.thread = thread;
    }

    /** Has a block run when its turn has come. */
    void submit(WorkClass workClass, Runnable block) {
        synchronized (this) {
            (workClass == WorkClass.INTERACTIVE ? interactive : bulk).add(block);
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
        boolean isBulkTurn = interactive.isEmpty() || (!bulk.isEmpty() && inARow >= INTERACTIVE_IN_A_ROW);
        inARow = isBulkTurn || bulk.isEmpty() ? 0 : inARow + 1;
        return isBulkTurn ? bulk.poll() : interactive.poll();
    }
}
