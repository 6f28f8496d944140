package dev.sotto.bus;

import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.shareddata.Shareable;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The threads that may wait for the store, in pools, so that none who waits holds up another who must not: callers over
 * HTTP, and their uploads, who are refused when there are too many; what callers were promised; the leases of running
 * jobs; and the recordings of jobs. Uploads and recordings take as long as the disk wants. Every holder of the same
 * Vert.x shares them.
 */
public final class StoreCalls {
    /** Writes that wait together are committed together, so more threads mean fewer syncs. */
    static final int CALLER_THREADS = 16;
    /** Beyond those that run; each connection asks one thing at a time. */
    static final int CALLERS_WAITING_MAX = 1024;
    /** Who waits longer for a thread is refused without being asked for. */
    static final long CALLER_WAIT_MAX_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Syncs of several files together cost about as much as one. */
    static final int UPLOAD_THREADS = 16;

    static final int UPLOADS_WAITING_MAX = 1024;

    private static final int LEASE_THREADS = 8;
    private static final int RECORDING_THREADS = 4;
    private static final int PROMISED_THREADS = 4;
    private static final long WARN_AFTER_SECONDS = 60; // a log line only

    private final WorkerExecutor pool;
    private final Places places;
    private final int placesMax;
    private final long waitMaxNanos;
    private final LongSupplier nanoTime;

    private StoreCalls(WorkerExecutor pool, Places places, int placesMax, long waitMaxNanos, LongSupplier nanoTime) {
        this.pool = pool;
        this.places = places;
        this.placesMax = placesMax;
        this.waitMaxNanos = waitMaxNanos;
        this.nanoTime = nanoTime;
    }

    /** How many calls of one pool run or wait. */
    private record Places(AtomicInteger taken) implements Shareable {}

    /**
     * For those who are answered over HTTP. What finds too many before it, or waits too long for a thread, is refused with
     * {@link StoreError#BUSY}, and then certainly not done.
     */
    public static StoreCalls of(Vertx vertx) {
        return ofCallers(vertx, System::nanoTime);
    }

    static StoreCalls ofCallers(Vertx vertx, LongSupplier nanoTime) {
        int places = CALLER_THREADS + CALLERS_WAITING_MAX;
        return new StoreCalls(
                pool(vertx, "store", CALLER_THREADS),
                places(vertx, "callers"),
                places,
                CALLER_WAIT_MAX_NANOS,
                nanoTime);
    }

    /** For claims, renewals, checkpoints and ends: a few for each running job, and never refused. */
    public static StoreCalls ofLeases(Vertx vertx) {
        return unbounded(pool(vertx, "store-leases", LEASE_THREADS));
    }

    /**
     * For what callers were promised before: the result that one has waited for, the end of a job whose caller has left,
     * and the keys that all of them show. Never refused: it is asked once for each submission, which is refused where there
     * are too many, and the keys are read one time after the other.
     */
    public static StoreCalls ofPromised(Vertx vertx) {
        return unbounded(pool(vertx, "store-promised", PROMISED_THREADS));
    }

    /**
     * For uploads that become recordings. What finds too many before it is refused with {@link StoreError#BUSY}, and then
     * certainly not done; it waits as long as the disk wants.
     */
    public static StoreCalls ofUploads(Vertx vertx) {
        return new StoreCalls(
                pool(vertx, "store-uploads", UPLOAD_THREADS),
                places(vertx, "uploads"),
                UPLOAD_THREADS + UPLOADS_WAITING_MAX,
                Long.MAX_VALUE,
                System::nanoTime);
    }

    /** For recordings read, kept and removed by jobs and by maintenance; never refused. */
    public static StoreCalls ofRecordings(Vertx vertx) {
        return unbounded(pool(vertx, "store-recordings", RECORDING_THREADS));
    }

    private static StoreCalls unbounded(WorkerExecutor pool) {
        return new StoreCalls(
                pool, new Places(new AtomicInteger()), Integer.MAX_VALUE, Long.MAX_VALUE, System::nanoTime);
    }

    private static WorkerExecutor pool(Vertx vertx, String name, int threads) {
        return vertx.createSharedWorkerExecutor(name, threads, WARN_AFTER_SECONDS, TimeUnit.SECONDS);
    }

    private static Places places(Vertx vertx, String name) {
        return vertx.sharedData()
                .<String, Places>getLocalMap("sotto.store")
                .computeIfAbsent(name, first -> new Places(new AtomicInteger()));
    }

    /** Answers on the asker's event loop. */
    public <T> Future<T> ask(Callable<T> call) {
        if (places.taken().incrementAndGet() > placesMax) {
            places.taken().decrementAndGet();
            return Future.failedFuture(tooMany());
        }
        long askedNanos = nanoTime.getAsLong();
        return pool.executeBlocking(
                        () -> {
                            if (nanoTime.getAsLong() - askedNanos > waitMaxNanos) {
                                throw tooMany();
                            }
                            return call.call();
                        },
                        false)
                .onComplete(done -> places.taken().decrementAndGet());
    }

    /** What has no answer but that it is done. */
    public Future<Void> run(Action action) {
        return ask(() -> {
                    action.run();
                    return true;
                })
                .mapEmpty();
    }

    /** May block, and fail. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    private static StoreException tooMany() {
        return new StoreException(StoreError.BUSY, "Too many requests wait for the job store; try again.");
    }
}
