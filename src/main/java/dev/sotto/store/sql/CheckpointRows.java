package dev.sotto.store.sql;

import dev.sotto.job.Checkpoint;
import dev.sotto.job.JobId;
import dev.sotto.job.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Checkpoints as rows of the table {@code job_checkpoint}. */
final class CheckpointRows {
    private CheckpointRows() {}

    static List<Checkpoint> list(Connection c, JobId id, int fromSequence) throws SQLException {
        return Sql.list(
                c,
                "SELECT sequence, seconds_done, seconds_total, part, resume FROM job_checkpoint"
                        + " WHERE job_id = ? AND sequence >= ? ORDER BY sequence",
                row -> new Checkpoint(
                        row.getInt(1),
                        new Progress(row.getDouble(2), row.getDouble(3)),
                        row.getString(4),
                        row.getString(5)),
                id.value(),
                fromSequence);
    }

    /**
     * False if it is there already.
     *
     * @throws IllegalArgumentException if the one before it is not
     */
    static boolean add(Connection c, JobId id, Checkpoint checkpoint) throws SQLException {
        long next = Sql.number(c, "SELECT COUNT(*) FROM job_checkpoint WHERE job_id = ?", id.value());
        if (checkpoint.sequence() > next) {
            throw new IllegalArgumentException(
                    "checkpoint %d of job %s; expected %d".formatted(checkpoint.sequence(), id, next));
        }
        if (checkpoint.sequence() < next) {
            return false;
        }
        Sql.update(
                c,
                "INSERT INTO job_checkpoint (job_id, sequence, seconds_done, seconds_total, part, resume)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                id.value(),
                checkpoint.sequence(),
                checkpoint.progress().secondsDone(),
                checkpoint.progress().secondsTotal(),
                checkpoint.part(),
                checkpoint.resume());
        return true;
    }

    static void drop(Connection c, JobId id) throws SQLException {
        Sql.update(c, "DELETE FROM job_checkpoint WHERE job_id = ?", id.value());
    }
}
