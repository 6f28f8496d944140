package dev.sotto.store.sqlite;

import dev.sotto.store.sql.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A few reading connections, lent one call at a time. Each call sees what was committed when it began. */
final class Readers implements AutoCloseable {
    private final BlockingQueue<Connection> free;
    private final int count;
    private final Duration wait;
    private volatile boolean isClosed;

    Readers(Path file, int count, Duration wait) throws SQLException {
        this.free = new ArrayBlockingQueue<>(count);
        this.count = count;
        this.wait = wait;
        for (int i = 0; i < count; i++) {
            Connection connection = SqliteConnections.reader(file, wait);
            free.add(connection);
            Sql.number(
                    connection,
                    "PRAGMA schema_version"); // only from its first read on does SQLite count it among the users
        }
    }

    <T> T read(Sql.Work<T> work) {
        Connection connection = borrow();
        try {
            return work.in(connection);
        } catch (SQLException e) {
            throw StoreFault.of(e);
        } finally {
            free.add(connection);
        }
    }

    private Connection borrow() {
        if (isClosed) {
            throw StoreFault.closed();
        }
        try {
            Connection connection = free.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
            if (connection == null) {
                throw isClosed ? StoreFault.closed() : StoreFault.busy();
            }
            return connection;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreFault.busy();
        }
    }

    /** Waits for each lent connection as long as a call may take. */
    @Override
    public void close() {
        isClosed = true;
        try {
            for (int i = 0; i < count; i++) {
                Connection connection = free.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
                if (connection != null) {
                    connection.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw StoreFault.of(e);
        }
    }
}
