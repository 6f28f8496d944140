package dev.sotto.store.sqlite;

import dev.sotto.store.sql.Sql;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A number on the first page of the store, one higher with each commit, which SQLite keeps for its user ({@code user_version}).
 * It tells a file that somebody wrote a copy over from the one that was opened: what SQLite itself copies from the log into the
 * file is never older than what was seen there, nor newer than the last commit. And it tells a log that was left behind a kill
 * from the log of another file. The first number of a store is random. Thread-safe.
 */
final class StoreMark implements Closeable {
    private static final int OFFSET = 60; // of the number in a file's first page: www.sqlite.org/fileformat.html
    private static final int LOG_HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;

    private final FileChannel file;
    private int seen;
    private int committed;

    private StoreMark(FileChannel file, int committed) {
        this.file = file;
        this.committed = committed;
        this.seen = committed;
    }

    /**
     * Writes the first mark of this server, which from then on nothing but copies lacks.
     *
     * @param file stays open until {@link #close}: a stream on it that is closed earlier lets go of the locks of SQLite
     */
    static StoreMark opened(Connection connection, Path file) throws SQLException, IOException {
        int before = (int) Sql.number(connection, "PRAGMA user_version");
        int mark = before == 0 ? (int) Sql.number(connection, "SELECT 1 + abs(random() % 1000000000)") : before + 1;
        Sql.run(connection, "PRAGMA user_version = " + mark);
        Sql.run(connection, "PRAGMA wal_checkpoint(PASSIVE)");
        StoreMark opened = new StoreMark(FileChannel.open(file, StandardOpenOption.READ), mark);
        try {
            opened.seen = opened.inFile().orElse(mark);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    /** Makes the mark part of a transaction that changed something. */
    synchronized void write(Connection connection) throws SQLException {
        Sql.run(connection, "PRAGMA user_version = " + (committed + 1));
    }

    /** What {@link #write} wrote is committed. */
    synchronized void committed() {
        committed++;
    }

    /** Whether the first page of the file is one that this server wrote. Looks twice: SQLite may be writing that page just now. */
    synchronized boolean isInFile() throws IOException {
        OptionalInt first = inFile();
        return isKnown(first) || isKnown(inFile());
    }

    private boolean isKnown(OptionalInt mark) {
        // Differences, since the numbers may wrap; one more than committed, since a commit is known here only behind
        // it.
        if (mark.isEmpty() || mark.getAsInt() - seen < 0 || committed + 1 - mark.getAsInt() < 0) {
            return false;
        }
        seen = mark.getAsInt();
        return true;
    }

    private OptionalInt inFile() throws IOException {
        ByteBuffer bytes = read(file, OFFSET, Integer.BYTES);
        return bytes.hasRemaining() ? OptionalInt.empty() : OptionalInt.of(bytes.getInt(0));
    }

    private static ByteBuffer read(FileChannel file, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) > 0) {
            // Until all is read, or the file has no more.
        }
        return bytes;
    }

    /**
     * Whether a log may be joined with a file, before SQLite does so. Nobody may have either of them open in this process.
     *
     * @return true as well where neither has a mark, as those of earlier versions
     */
    static boolean belongTogether(Path file, Path log) throws IOException {
        if (!Files.exists(log) || Files.size(file) < OFFSET + Integer.BYTES) {
            return true;
        }
        int inFile;
        try (FileChannel bytes = FileChannel.open(file, StandardOpenOption.READ)) {
            inFile = read(bytes, OFFSET, Integer.BYTES).getInt(0);
        }
        Set<Integer> expected = inLog(log);
        return inFile == 0 || expected.isEmpty() || expected.contains(inFile);
    }

    /** The marks of a log, and the one of the file that it was begun on. */
    private static Set<Integer> inLog(Path log) throws IOException {
        Set<Integer> marks = new HashSet<>();
        try (FileChannel bytes = FileChannel.open(log, StandardOpenOption.READ)) {
            ByteBuffer header = read(bytes, 0, LOG_HEADER_BYTES);
            long salt = header.getLong(16);
            long size = bytes.size();
            int frame = FRAME_HEADER_BYTES + Math.max(SqliteSettings.PAGE_BYTES, header.getInt(8));
            for (long at = LOG_HEADER_BYTES; at + frame <= size; at += frame) {
                ByteBuffer about = read(bytes, at, FRAME_HEADER_BYTES);
                if (about.getLong(8) != salt) {
                    break; // left of an earlier round through the log
                }
                if (about.getInt(0) == 1) {
                    int mark = read(bytes, at + FRAME_HEADER_BYTES + OFFSET, Integer.BYTES)
                            .getInt(0);
                    if (marks.isEmpty()) {
                        marks.add(mark - 1);
                    }
                    marks.add(mark);
                }
            }
        }
        return marks;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
