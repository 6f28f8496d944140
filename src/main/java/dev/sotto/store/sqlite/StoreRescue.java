package dev.sotto.store.sqlite;

import dev.sotto.job.port.StoreException;
import dev.sotto.store.sql.Sql;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves what an open store holds whose file or log was moved, deleted or replaced: its connections still have the files of
 * before, and nobody else does. The copy lies beside them, and the next start opens no store while both are there, since only
 * a person knows which of the two is wanted. Methods block; one thread at a time.
 */
final class StoreRescue {
    private static final Logger LOG = LoggerFactory.getLogger(StoreRescue.class);

    private final SqliteSettings settings;
    private final Migrations migrations;
    private boolean isDone;

    StoreRescue(SqliteSettings settings, Migrations migrations) {
        this.settings = settings;
        this.migrations = migrations;
    }

    /**
     * Writes the copy and says so in the log; or says why there is none, and tries again when asked again.
     *
     * @param lost what is open, in no transaction
     */
    void save(Connection lost) {
        if (isDone) {
            return;
        }
        String name = name(settings.rescued());
        try {
            long jobs = copy(lost);
            isDone = true;
            LOG.error(
                    "{} or its log was moved, deleted or replaced while the server runs. All that was acknowledged until then ({} jobs) is kept"
                            + " beside it as {}. Stop the server, delete the one of the two that is not wanted, and start it again.",
                    name(settings.file()),
                    jobs,
                    name);
        } catch (SQLException | IOException | StoreException e) {
            LOG.error(
                    "{} or its log was moved, deleted or replaced while the server runs, and what was acknowledged until then could not be"
                            + " kept as {} ({}). It is tried again when the server stops; copy the data folder before that.",
                    name(settings.file()),
                    name,
                    e.toString());
        }
    }

    /** Says that there is nothing to save. */
    void giveUp() {
        if (isDone) {
            return;
        }
        isDone = true;
        LOG.error(
                "{} or its log was cut off or written over while the server runs, so what was acknowledged since the copy that is there now was"
                        + " made cannot be kept. Stop the server and restore a backup, or delete {} and start with the {} that is there.",
                name(settings.file()),
                name(settings.log()),
                name(settings.file()));
    }

    private long copy(Connection lost) throws SQLException, IOException {
        Path part = settings.folder().resolve(name(settings.rescued()) + ".part");
        Files.deleteIfExists(part);
        Sql.update(lost, "VACUUM INTO ?", part.toString());
        long jobs;
        try (Connection copy = SqliteConnections.reader(part, settings.longestWait())) {
            StoreInspection.checkContent(copy, part, migrations);
            jobs = Sql.number(copy, "SELECT COUNT(*) FROM job");
        }
        try (FileChannel bytes = FileChannel.open(part, StandardOpenOption.WRITE)) {
            bytes.force(true);
        }
        Files.move(part, settings.rescued(), StandardCopyOption.ATOMIC_MOVE);
        return jobs;
    }

    /**
     * Before a store is opened. A copy beside no store is that store: what was deleted under a server had been promised.
     *
     * @throws StoreException if there are both
     */
    static void settle(SqliteSettings settings) throws IOException {
        if (!Files.exists(settings.rescued())) {
            return;
        }
        if (Files.exists(settings.file())) {
            throw StoreFault.rescued(settings.file(), settings.rescued());
        }
        for (Path rest : List.of(settings.log(), settings.index())) {
            Files.deleteIfExists(rest); // of another file: SQLite would write its pages into this one
        }
        Files.move(settings.rescued(), settings.file(), StandardCopyOption.ATOMIC_MOVE);
        LOG.warn(
                "{} was deleted while a server ran, which kept all that it had acknowledged as {}; that is the store again",
                name(settings.file()),
                name(settings.rescued()));
    }

    /**
     * As {@link #settle}, for who only reads or writes beside a server.
     *
     * @throws StoreException if a store was lost and nobody has settled yet which is wanted
     */
    static void refuseUnsettled(SqliteSettings settings) {
        if (Files.exists(settings.rescued())) {
            throw StoreFault.rescued(settings.file(), settings.rescued());
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
