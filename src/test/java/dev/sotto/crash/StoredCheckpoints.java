package dev.sotto.crash;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks into the store of a server in another process, without a trace. */
final class StoredCheckpoints {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int PAUSE_MILLIS = 5;
    private static final String COUNT = "SELECT COUNT(*) FROM job_checkpoint WHERE job_id = ?"
            + " AND EXISTS (SELECT 1 FROM job WHERE id = job_id AND state = 'running')";

    private StoredCheckpoints() {}

    /** Blocks until the job runs and has a finished window on disk, but has not ended. */
    static void await(Path data, String job) throws SQLException, InterruptedException, TimeoutException {
        String url = "jdbc:sqlite:file:" + data.resolve("store/sotto.db") + "?mode=ro";
        long begin = System.nanoTime();
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setString(1, job);
            while (!isPositive(count)) {
                if (System.nanoTime() - begin > LONGEST_NANOS) {
                    throw new TimeoutException("no window of job %s was stored in time".formatted(job));
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static boolean isPositive(PreparedStatement count) throws SQLException {
        try (ResultSet rows = count.executeQuery()) {
            return rows.next() && rows.getInt(1) > 0;
        }
    }
}
