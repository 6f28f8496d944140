package dev.sotto.store.sql;

import dev.sotto.job.JobClip;
import dev.sotto.job.JobId;
import dev.sotto.job.Lease;
import dev.sotto.job.port.JobSpeakers;
import java.util.List;
import java.util.Optional;

/** Rows of the table {@code job_speakers}. */
final class SqlJobSpeakers implements JobSpeakers {
    private final Database database;

    SqlJobSpeakers(Database database) {
        this.database = database;
    }

    @Override
    public boolean keep(Lease lease, Kept kept) {
        return database.write(c -> {
            boolean isHeld = JobRows.held(c, lease).isPresent();
            if (isHeld) {
                String id = lease.job().value();
                Sql.update(c, "DELETE FROM job_speakers WHERE job_id = ?", id);
                Sql.update(
                        c,
                        "INSERT INTO job_speakers (job_id, analysis, content) VALUES (?, ?, ?)",
                        id,
                        kept.analysis(),
                        kept.text());
            }
            return isHeld;
        });
    }

    @Override
    public Optional<Kept> find(String tenant, JobId id) {
        return database.read(c -> Sql.first(
                c,
                "SELECT analysis, content FROM job_speakers JOIN job ON job.id = job_id WHERE job_id = ? AND tenant ="
                        + " ?",
                row -> new Kept(row.getBytes(1), row.getString(2)),
                id.value(),
                tenant));
    }

    @Override
    public List<JobClip> clips(JobId id) {
        return database.read(c -> Sql.list(
                c,
                "SELECT digest, content FROM job_clip WHERE job_id = ?",
                row -> new JobClip(row.getString(1), row.getBytes(2)),
                id.value()));
    }

    @Override
    public boolean replaceResult(String tenant, JobId id, String result) {
        return database.write(c -> Sql.update(
                        c,
                        "UPDATE job_result SET content = ? WHERE job_id = ?"
                                + " AND EXISTS (SELECT 1 FROM job WHERE id = ? AND tenant = ?)",
                        result,
                        id.value(),
                        id.value(),
                        tenant)
                == 1);
    }
}
