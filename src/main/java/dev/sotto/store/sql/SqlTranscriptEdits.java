package dev.sotto.store.sql;

import dev.sotto.job.JobId;
import dev.sotto.job.port.TranscriptEdits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of the tables {@code edited_transcript} and {@code transcript_edit}. */
final class SqlTranscriptEdits implements TranscriptEdits {
    private final Database database;

    SqlTranscriptEdits(Database database) {
        this.database = database;
    }

    @Override
    public Optional<History> history(String tenant, JobId id) {
        return database.read(c -> {
            Optional<String> transcript = Sql.first(
                    c,
                    "SELECT COALESCE(e.content, r.content) FROM job JOIN job_result r ON r.job_id = job.id"
                            + " LEFT JOIN edited_transcript e ON e.job_id = job.id WHERE job.id = ? AND job.tenant = ?",
                    row -> row.getString(1),
                    id.value(),
                    tenant);
            return transcript.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new History(transcript.get(), edits(c, id.value())));
        });
    }

    private static List<Edit> edits(Connection c, String job) throws SQLException {
        return Sql.list(
                c,
                "SELECT version, operation, content, taken_at FROM transcript_edit WHERE job_id = ? ORDER BY version",
                row -> new Edit(
                        row.getInt(1), row.getString(2), row.getString(3), Instant.ofEpochMilli(row.getLong(4))),
                job);
    }

    @Override
    public boolean append(String tenant, JobId id, List<Edit> edits) {
        return database.write(c -> {
            boolean hasResult = Sql.exists(
                    c,
                    "SELECT 1 FROM job JOIN job_result r ON r.job_id = job.id WHERE job.id = ? AND job.tenant = ?",
                    id.value(),
                    tenant);
            long newest =
                    Sql.number(c, "SELECT COALESCE(MAX(version), 0) FROM transcript_edit WHERE job_id = ?", id.value());
            if (!hasResult || edits.isEmpty() || edits.get(0).version() != newest + 1) {
                return false;
            }
            Sql.update(
                    c,
                    "INSERT INTO edited_transcript (job_id, content)"
                            + " SELECT job_id, content FROM job_result WHERE job_id = ?"
                            + " AND NOT EXISTS (SELECT 1 FROM edited_transcript WHERE job_id = ?)",
                    id.value(),
                    id.value());
            for (Edit edit : edits) {
                Sql.update(
                        c,
                        "INSERT INTO transcript_edit (job_id, version, operation, content, taken_at)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        id.value(),
                        edit.version(),
                        edit.operation(),
                        edit.content(),
                        edit.takenAt().toEpochMilli());
            }
            return true;
        });
    }
}
