package dev.sotto.store.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files under an open database: the store and its write-ahead log. Deleted, replaced, cut off or written over by somebody
 * else, they take everything that is written from then on along with the process, and SQLite says nothing. SQLite itself makes neither of them
 * shorter while it is open: nothing here vacuums, and a checkpoint writes the log again from its beginning. Thread-safe.
 */
final class StoreFile implements Closeable {
    private final Path file;
    private final Seen store;
    private final Seen log;
    private final Optional<StoreMark> mark;
    private volatile boolean isLost;
    private volatile boolean isCut;

    private StoreFile(Path file, Path log, Optional<StoreMark> mark) throws IOException {
        this.file = file;
        this.store = new Seen(file);
        this.log = new Seen(log);
        this.mark = mark;
    }

    /**
     * Remembers the files as they are now.
     *
     * @param file must exist
     * @param log may be made later
     * @param mark of the store, which is closed with this; empty if another process commits as well
     */
    static StoreFile opened(Path file, Path log, Optional<StoreMark> mark) throws IOException {
        Files.size(file); // a store that is not there is no store
        return new StoreFile(file, log, mark);
    }

    /** @throws dev.sotto.job.port.StoreException if a file is not what was opened, is shorter or was written over; from then on always */
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
                boolean isWrittenOver = mark.isPresent() && !mark.get().isInFile();
                isCut = ofStore == Change.CUT_OFF || ofLog == Change.CUT_OFF || isWrittenOver;
                isLost = ofStore != Change.NONE || ofLog != Change.NONE || isWrittenOver;
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

    /** Makes the mark part of what is being committed. */
    void beforeCommit(Connection connection) throws SQLException {
        if (mark.isPresent()) {
            mark.get().write(connection);
        }
    }

    void committed() {
        mark.ifPresent(StoreMark::committed);
    }

    /** Only behind the last connection of this process. */
    @Override
    public void close() throws IOException {
        if (mark.isPresent()) {
            mark.get().close();
        }
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
