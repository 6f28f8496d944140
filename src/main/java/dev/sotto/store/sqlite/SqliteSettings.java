package dev.sotto.store.sqlite;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the store lies and what it may use.
 *
 * @param folder private to the server; made if it is not there
 * @param longestWait for a lock, a reader or a place in the writer's queue
 * @param readers reading connections
 * @param bytesMax size that the file may reach; beyond it writes fail as on a full disk
 */
public record SqliteSettings(Path folder, Duration longestWait, int readers, long bytesMax) {
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);
    public static final int DEFAULT_READERS = 3;
    public static final long DEFAULT_BYTES_MAX = 64L << 30;

    static final String FILE = "sotto.db";
    static final String LOCK = "sotto.lock";
    static final int PAGE_BYTES = 4096;

    public SqliteSettings {
        if (longestWait.toMillis() < 1
                || longestWait.toMillis() > Integer.MAX_VALUE
                || readers < 1
                || bytesMax < PAGE_BYTES) {
            throw new IllegalArgumentException(
                    "a store with a wait of %s, %d readers and %d bytes; expected more of each"
                            .formatted(longestWait, readers, bytesMax));
        }
    }

    public static SqliteSettings in(Path folder) {
        return new SqliteSettings(folder, DEFAULT_WAIT, DEFAULT_READERS, DEFAULT_BYTES_MAX);
    }

    Path file() {
        return folder.resolve(FILE);
    }

    Path lock() {
        return folder.resolve(LOCK);
    }

    Path log() {
        return folder.resolve(FILE + "-wal");
    }

    /** SQLite's index of the log. */
    Path index() {
        return folder.resolve(FILE + "-shm");
    }

    /** What a server kept of a store whose file it lost. */
    Path rescued() {
        return folder.resolve("sotto.rescued.db");
    }
}
