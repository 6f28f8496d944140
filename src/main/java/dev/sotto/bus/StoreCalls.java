package dev.sotto.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The threads that may wait for the store. Every holder of the same Vert.x shares them. */
public final class StoreCalls {
    /** Its name, by which Vert.x shares it. */
    private static final String POOL = "store";
    /** Writes that wait together are committed together, so more threads mean fewer syncs. */
    private static final int THREADS = 16;

    private static final long WARN_AFTER_SECONDS = 60; // a log line only

    private final WorkerExecutor pool;

    private StoreCalls(WorkerExecutor pool) {
        this.pool = pool;
    }

    public static StoreCalls of(Vertx vertx) {
        return new StoreCalls(vertx.createSharedWorkerExecutor(POOL, THREADS, WARN_AFTER_SECONDS, TimeUnit.SECONDS));
    }

    /** Answers on the asker's event loop. */
    public <T> Future<T> ask(Callable<T> call) {
        return pool.executeBlocking(call, false);
    }
}
