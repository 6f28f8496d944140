package dev.sotto.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteOpenMode;

/** Opens connections with the one set of pragmas that durability rests on. */
final class SqliteConnections {
    private static final int LOG_BYTES_KEPT = 64 << 20;

    private SqliteConnections() {}

    static Connection writer(Path file, Duration wait) throws SQLException {
        SQLiteConfig config = config(wait);
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setTempStore(TempStore.MEMORY);
        config.setJournalSizeLimit(LOG_BYTES_KEPT);
        return config.createConnection(url(file));
    }

    /** Changes nothing, not even by checkpointing a log that a crash left. */
    static Connection reader(Path file, Duration wait) throws SQLException {
        SQLiteConfig config = config(wait);
        config.setReadOnly(true);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        return config.createConnection(url(file));
    }

    private static SQLiteConfig config(Duration wait) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) wait.toMillis());
        return config;
    }

    private static String url(Path file) {
        return "jdbc:sqlite:" + file;
    }
}
