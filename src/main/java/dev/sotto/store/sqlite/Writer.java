package dev.sotto.store.sqlite;

import dev.sotto.store.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that writes. What waits together is committed together, with one sync to disk: each write in its own
 * savepoint, so one that fails takes no other with it, and none is answered before the commit.
 */
final class Writer implements AutoCloseable {
    private static final int WAITING_MAX = 1024;
    private static final int BATCH_MAX = 128;
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(30);

    private final Connection connection;
    private final Duration wait;
    private final StoreFile file;
    private final Runnable behindBatch;
    private final BlockingQueue<PendingWrite<?>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread thread = new Thread(this::loop, "store-writer");
    private volatile boolean isClosing;
    private volatile boolean hasEnded;

    /**
     * @param file asked behind each commit, before anybody is told of it, whether what is written is lost
     * @param behindBatch called when everybody of a batch was told, in no transaction; throws nothing
     */
    Writer(Connection connection, Duration wait, StoreFile file, Runnable behindBatch) {
        this.connection = connection;
        this.wait = wait;
        this.file = file;
        this.behindBatch = behindBatch;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Runs on the writer's thread; returns when it is on disk. From within a write it is part of that one, on disk with it. */
    <T> T write(Sql.Work<T> work) {
        if (Thread.currentThread() == thread) {
            return within(work);
        }
        if (isClosing) {
            throw StoreFault.closed();
        }
        PendingWrite<T> write = new PendingWrite<>(work);
        enqueue(write);
        if (hasEnded) {
            refuseWaiting();
        }
        return write.await(wait);
    }

    private <T> T within(Sql.Work<T> work) {
        try {
            return work.in(connection);
        } catch (SQLException e) {
            throw StoreFault.of(e);
        }
    }

    private void enqueue(PendingWrite<?> write) {
        try {
            if (!waiting.offer(write, wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw StoreFault.busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreFault.busy();
        }
    }

    private void loop() {
        List<PendingWrite<?>> batch = new ArrayList<>();
        while (!isClosing || !waiting.isEmpty()) {
            try {
                PendingWrite<?> first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, BATCH_MAX - 1);
                    commit(batch);
                    batch.clear();
                    behindBatch.run();
                }
            } catch (InterruptedException e) {
                // Nobody interrupts this thread to any purpose; closing is by the flag.
            }
        }
        hasEnded = true;
        refuseWaiting();
    }

    private void commit(List<PendingWrite<?>> batch) {
        try {
            file.check(); // a log that was cut off is longer again behind the commit, with a hole
            Sql.run(connection, "BEGIN IMMEDIATE");
            long changes = changes();
            for (PendingWrite<?> write : batch) {
                runOne(write);
            }
            commitWithMark(changes() != changes);
            file.check();
            batch.forEach(PendingWrite::committed);
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(e);
            batch.forEach(write -> write.failed(e));
        }
    }

    private long changes() throws SQLException {
        return Sql.number(connection, "SELECT total_changes()");
    }

    /** What changed nothing writes nothing to disk. */
    private void commitWithMark(boolean hasChanged) throws SQLException {
        if (hasChanged) {
            file.beforeCommit(connection);
        }
        Sql.run(connection, "COMMIT");
        if (hasChanged) {
            file.committed();
        }
    }

    /** A fault after which even the savepoint cannot be restored (a full disk may end the transaction) fails the batch. */
    private void runOne(PendingWrite<?> write) throws SQLException {
        if (!write.begin()) {
            return;
        }
        Sql.run(connection, "SAVEPOINT one");
        try {
            write.run(connection);
        } catch (SQLException | RuntimeException e) {
            if (!isUndone(e)) {
                throw e;
            }
            write.failed(e);
        }
        Sql.run(connection, "RELEASE one");
    }

    private boolean isUndone(Exception cause) {
        try {
            Sql.run(connection, "ROLLBACK TO one");
            return true;
        } catch (SQLException e) {
            cause.addSuppressed(e);
            return false;
        }
    }

    private void rollBack(Throwable cause) {
        try {
            Sql.run(connection, "ROLLBACK");
        } catch (SQLException e) {
            // Already ended by SQLite itself, or never begun.
            cause.addSuppressed(e);
        }
    }

    private void refuseWaiting() {
        List<PendingWrite<?>> late = new ArrayList<>();
        waiting.drainTo(late);
        late.forEach(write -> write.failed(StoreFault.closed()));
    }

    /** Lets all that waits be written first. */
    @Override
    public void close() {
        isClosing = true;
        boolean wasInterrupted = false;
        long deadline = System.nanoTime() + CLOSE_WAIT.toNanos();
        while (thread.isAlive() && System.nanoTime() < deadline) {
            try {
                thread.join(TimeUnit.NANOSECONDS.toMillis(Math.max(1_000_000, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
