package dev.sotto.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The files under an open database: the store and its write-ahead log. Deleted, replaced or cut off by somebody else, they take
 * everything that is written from then on along with the process, and SQLite says nothing. SQLite itself makes neither of them
 * shorter while it is open: nothing here vacuums, and a checkpoint writes the log again from its beginning. Thread-safe.
 */
final class StoreFile {
    private final Path file;
    private final Seen store;
    private final Seen log;
    private volatile boolean isLost;
    private volatile boolean isCut;

    private StoreFile(Path file, Path log) throws IOException {
        this.file = file;
        this.store = new Seen(file);
        this.log = new Seen(log);
    }

    /**
     * Remembers the files as they are now.
     *
     * @param file must exist
     * @param log may be made later
     */
    static StoreFile opened(Path file, Path log) throws IOException {
        Files.size(file); // a store that is not there is no store
        return new StoreFile(file, log);
    }

    /** @throws dev.sotto.job.port.StoreException if a file is not what was opened or is shorter; from then on always */
    void check() {
        look();
        if (isLost) {
            throw StoreFault.replaced(file);
        }
    }

    /** Looks at the files, unless they are known to be lost. */
    synchronized void look() {
        if (!isLost) {
            try {
                Change ofStore = store.look();
                Change ofLog = log.look();
                isCut = ofStore == Change.CUT_OFF || ofLog == Change.CUT_OFF;
                isLost = ofStore != Change.NONE || ofLog != Change.NONE;
            } catch (IOException e) {
                isLost = true;
            }
        }
    }

    boolean isLost() {
        return isLost;
    }

    /** Whether bytes that were written are gone for good, also for those who have the files open. */
    boolean isCut() {
        return isCut;
    }

    private enum Change {
        NONE,
        ANOTHER_FILE,
        CUT_OFF
    }

    /** What was last seen of a file. */
    private static final class Seen {
        private final Path path;
        private boolean isThere;
        private @Nullable Object key; // null where the file system has none
        private long bytes;

        Seen(Path path) throws IOException {
            this.path = path;
            look();
        }

        /** Compares it with the last time. */
        Change look() throws IOException {
            BasicFileAttributes now;
            try {
                now = Files.readAttributes(path, BasicFileAttributes.class);
            } catch (NoSuchFileException e) {
                return isThere ? Change.ANOTHER_FILE : Change.NONE;
            }
            boolean isSame = !isThere || key == null || key.equals(now.fileKey());
            boolean isShorter = isThere && now.size() < bytes;
            isThere = true;
            key = now.fileKey();
            bytes = now.size();
            if (!isSame) {
                return Change.ANOTHER_FILE;
            }
            return isShorter ? Change.CUT_OFF : Change.NONE;
        }
    }
}
