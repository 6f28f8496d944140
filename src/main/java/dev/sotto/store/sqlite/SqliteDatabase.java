package dev.sotto.store.sqlite;

import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.store.sql.Database;
import dev.sotto.store.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One SQLite file in one folder, opened by one process. Open it once; every store of the process lives on it. All methods
 * block. Thread-safe.
 */
public final class SqliteDatabase implements Database {
    private final SqliteSettings settings;
    private final Migrations migrations;
    private final Optional<StoreLock> lock;
    private final Connection connection;
    private final StoreFile file;
    private final StoreRescue rescue;
    private final Writer writer;
    private final Readers readers;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /**
     * @param lock empty if another process, of this version, has the folder
     */
    private SqliteDatabase(
            SqliteSettings settings, Migrations migrations, Optional<StoreLock> lock, InstantSource clock)
            throws SQLException, IOException {
        this.settings = settings;
        this.migrations = migrations;
        this.lock = lock;
        rescue = new StoreRescue(settings, migrations);
        if (lock.isPresent()) {
            StoreRescue.settle(settings);
            StoreInspection.atFile(settings, migrations);
        } else {
            StoreRescue.refuseUnsettled(settings);
        }
        connection = SqliteConnections.writer(settings.file(), settings.longestWait());
        try {
            prepare(clock);
            Optional<StoreMark> mark =
                    lock.isPresent() ? Optional.of(StoreMark.opened(connection, settings.file())) : Optional.empty();
            file = StoreFile.opened(settings.file(), settings.log(), mark);
            writer = new Writer(connection, settings.longestWait(), file, this::saveIfLost);
            readers = new Readers(settings.file(), settings.readers(), settings.longestWait());
        } catch (SQLException | IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Opens or makes the store.
     *
     * @throws dev.sotto.job.port.StoreException if the folder is in use, or holds what is damaged, newer or not ours; then
     *     nothing in it was changed
     */
    public static SqliteDatabase open(SqliteSettings settings, InstantSource clock) {
        return open(settings, clock, Migrations.bundled());
    }

    static SqliteDatabase open(SqliteSettings settings, InstantSource clock, Migrations migrations) {
        try {
            makePrivate(settings.folder());
            StoreInspection.atFolder(settings.folder());
            StoreInspection.atNames(settings);
        } catch (IOException e) {
            throw StoreFault.unavailable(settings.folder(), e);
        }
        StoreLock lock = StoreLock.take(settings.lock());
        try {
            SqliteDatabase database = new SqliteDatabase(settings, migrations, Optional.of(lock), clock);
            database.writer.start();
            return database;
        } catch (SQLException e) {
            lock.close();
            throw StoreFault.of(e);
        } catch (IOException e) {
            lock.close();
            throw StoreFault.unavailable(settings.file(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * As {@link #open}; but if a server has the folder, beside it, for rows that are no server's alone, such as keys. Then
     * nothing may be done to jobs, and the file is opened by SQLite alone: closing a stream of our own on it would, if this is
     * the server's own process, let go of the locks that SQLite holds.
     */
    public static SqliteDatabase openBeside(SqliteSettings settings, InstantSource clock) {
        try {
            return open(settings, clock);
        } catch (StoreException e) {
            if (e.error() != StoreError.IN_USE) {
                throw e;
            }
        }
        try {
            SqliteDatabase database = new SqliteDatabase(settings, Migrations.bundled(), Optional.empty(), clock);
            database.writer.start();
            return database;
        } catch (SQLException e) {
            throw StoreFault.of(e);
        } catch (IOException e) {
            throw StoreFault.unavailable(settings.file(), e);
        }
    }

    private static void makePrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            var onlyOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(folder, onlyOwner);
        } else {
            Files.createDirectories(folder);
        }
    }

    private void prepare(InstantSource clock) throws SQLException {
        StoreInspection.atVersion(Sql.first(connection, "SELECT sqlite_version()", row -> row.getString(1))
                .orElse("0"));
        String mode = Sql.first(connection, "PRAGMA journal_mode", row -> row.getString(1))
                .orElse("none");
        if (!mode.equals("wal")) {
            throw StoreFault.unsupported(
                    "The data folder does not allow SQLite's write-ahead log (mode %s); name a folder on a local disk."
                            .formatted(mode));
        }
        if (lock.isEmpty()) {
            migrations.checkComplete(connection, settings.file());
            return;
        }
        Sql.run(connection, "PRAGMA application_id = " + StoreInspection.APPLICATION_ID);
        Sql.run(connection, "PRAGMA max_page_count = " + settings.bytesMax() / SqliteSettings.PAGE_BYTES);
        migrations.apply(connection, clock.millis());
    }

    @Override
    public <T> T write(Sql.Work<T> work) {
        return writer.write(work);
    }

    @Override
    public <T> T read(Sql.Work<T> work) {
        return readers.read(work);
    }

    /** Whether the file was deleted or replaced, as far as a write has noticed: no write is done any more. */
    public boolean isLost() {
        return file.isLost();
    }

    /** What was cut off or written over is gone for this process too, so there is nothing whole to save. */
    private void saveIfLost() {
        if (lock.isEmpty() || !file.isLost()) {
            return;
        }
        if (file.isCut()) {
            rescue.giveUp();
        } else {
            rescue.save(connection);
        }
    }

    /** Writes what waits, folds the log into the file unless that is lost, lets go of the folder. Closing again does nothing. */
    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        writer.close();
        file.look();
        try (file) {
            if (file.isLost()) {
                closeLost();
            } else {
                closeWhole();
            }
        } catch (SQLException e) {
            throw StoreFault.of(e);
        } catch (IOException e) {
            throw StoreFault.unavailable(settings.file(), e);
        } finally {
            lock.ifPresent(StoreLock::close);
        }
    }

    private void closeWhole() throws SQLException {
        readers.close();
        try (connection) {
            if (lock.isPresent()) {
                Sql.run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            }
        }
    }

    /** SQLite folds the log into whatever file is there when the last connection is closed; one that only reads cannot. */
    private void closeLost() throws SQLException {
        try (connection) {
            saveIfLost();
        } finally {
            readers.close();
        }
    }
}
