package dev.sotto.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The file under an open database. Deleted or replaced, it takes everything that is written from then on along with the process,
 * and SQLite says nothing. Thread-safe.
 */
final class StoreFile {
    private final Path file;
    private final @Nullable Object key; // null where the file system has none
    private volatile boolean isLost;

    private StoreFile(Path file, @Nullable Object key) {
        this.file = file;
        this.key = key;
    }

    static StoreFile opened(Path file) throws IOException {
        return new StoreFile(file, keyOf(file));
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** @throws dev.sotto.job.port.StoreException if it is not the file that was opened; from then on always */
    void check() {
        if (!isLost) {
            try {
                Object now = keyOf(file);
                isLost = key != null && !key.equals(now);
            } catch (IOException e) {
                isLost = true;
            }
        }
        if (isLost) {
            throw StoreFault.replaced(file);
        }
    }

    boolean isLost() {
        return isLost;
    }
}
