package dev.sotto.crash;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The store of a server in another process, by SQLite alone. */
final class StoredJobs {
    private StoredJobs() {}

    static Path file(Path data) {
        return data.resolve("store/sotto.db");
    }

    /** To be written to by the test; a server may be beside it. */
    static Connection open(Path data) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file(data));
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Blocks until the store has a job, looking without a trace; its id. */
    static String awaitOne(Path data) throws Exception {
        String[] id = new String[1];
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + file(data) + "?mode=ro");
                Statement statement = connection.createStatement()) {
            Waiting.until("a job in the store", () -> {
                try (ResultSet rows = statement.executeQuery("SELECT id FROM job")) {
                    boolean isThere = rows.next();
                    id[0] = isThere ? rows.getString(1) : "";
                    return isThere;
                }
            });
        }
        return id[0];
    }
}
