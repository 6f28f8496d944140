package dev.sotto.store.sql;

import dev.sotto.job.Checkpoint;
import dev.sotto.job.FairShare;
import dev.sotto.job.Idempotency;
import dev.sotto.job.Job;
import dev.sotto.job.JobClip;
import dev.sotto.job.JobEvent;
import dev.sotto.job.JobId;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.JobState;
import dev.sotto.job.JobTransitions;
import dev.sotto.job.Reuse;
import dev.sotto.job.Tenant;
import dev.sotto.job.port.EndpointRegistration;
import dev.sotto.job.port.JobAnswer;
import dev.sotto.job.port.JobQuery;
import dev.sotto.job.port.OutboxEntry;
import dev.sotto.job.port.Submission;
import dev.sotto.job.port.TenantJobs;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The owner's side. */
final class SqlTenantJobs implements TenantJobs {
    /** What has succeeded first: it answers at once. */
    private static final String SAME_WORK = """
        WHERE tenant = ? AND coalesce_key = ? AND cancel_requested = 0
        AND (state IN ('queued', 'running') OR (state = 'succeeded' AND ? = 1 AND purge_at > ?))
        ORDER BY CASE WHEN state = 'succeeded' THEN 0 ELSE 1 END, created_at, id LIMIT 20\
        """;

    private final Database database;
    private final JobTransaction changes;

    SqlTenantJobs(Database database, JobTransaction changes) {
        this.database = database;
        this.changes = changes;
    }

    @Override
    public Submission submit(JobSpec spec, EndpointRegistration registration) {
        return database.write(c -> submit(c, spec, registration, changes.now()));
    }

    private Submission submit(Connection c, JobSpec spec, EndpointRegistration registration, Instant now)
            throws SQLException {
        Optional<Submission> repeated = repeated(c, spec, now);
        if (repeated.isPresent()) {
            return repeated.get();
        }
        Optional<Job> same = sameWork(c, spec, now);
        Optional<Submission> refused = same.isPresent()
                ? tooManyEndpoints(c, same.get().id(), spec)
                : QueueLimits.refused(c, spec.tenant(), changes.rules().policy(), now);
        if (refused.isPresent()) {
            return refused.get();
        }
        Job job = same.isPresent() ? join(c, same.get(), spec, now) : insert(c, spec, now);
        registration.store();
        for (String endpoint : spec.endpoints()) {
            add(c, job, endpoint);
        }
        remember(c, spec, job.id(), now);
        return same.isPresent() ? new Submission.Joined(job) : new Submission.Accepted(job);
    }

    /** One that has ended tells it at once. */
    private void add(Connection c, Job job, String endpoint) throws SQLException {
        OutboxRows.addEndpoint(c, job.id(), endpoint);
        if (job.state().isFinal()) {
            var target = new OutboxRows.Target(endpoint, changes.now());
            changes.outbox().announce(c, job, result(c, job.tenant(), job.id()), target);
        }
    }

    private Job join(Connection c, Job job, JobSpec spec, Instant now) throws SQLException {
        Optional<FairShare> share = Optional.empty();
        if (JobRules.isHurriedBy(job, spec)) {
            share = Optional.of(
                    job.workClass() == spec.workClass()
                            ? new FairShare(job.turn(), job.turn())
                            : changes.rejoin(
                                    c, job, new FairQueueRows.Line(job.work(), spec.workClass()), spec.costSeconds()));
        }
        Job joined = changes.rules().joined(job, spec, share, now);
        JobRows.update(c, job, joined);
        Sql.update(
                c, "UPDATE job SET joined = joined + 1 WHERE id = ?", job.id().value());
        return joined;
    }

    private static Optional<Submission> tooManyEndpoints(Connection c, JobId id, JobSpec spec) throws SQLException {
        return hasRoomFor(c, id, spec.endpoints())
                ? Optional.empty()
                : Optional.of(new Submission.TooManyEndpoints(id, JobSpec.ENDPOINTS_MAX));
    }

    /** Those that the job tells already need none. */
    private static boolean hasRoomFor(Connection c, JobId id, List<String> endpoints) throws SQLException {
        Set<String> all = new HashSet<>(OutboxRows.endpoints(c, id));
        return !all.addAll(endpoints) || all.size() <= JobSpec.ENDPOINTS_MAX;
    }

    private static Optional<Submission> repeated(Connection c, JobSpec spec, Instant now) throws SQLException {
        if (spec.idempotency().isEmpty()) {
            return Optional.empty();
        }
        Idempotency key = spec.idempotency().get();
        String tenant = spec.tenant().name();
        Sql.update(
                c,
                "DELETE FROM idempotency WHERE tenant = ? AND idempotency_key = ? AND expires_at <= ?",
                tenant,
                key.key(),
                now.toEpochMilli());
        record Earlier(String fingerprint, JobId job) {}
        Optional<Earlier> earlier = Sql.first(
                c,
                "SELECT fingerprint, job_id FROM idempotency WHERE tenant = ? AND idempotency_key = ?",
                row -> new Earlier(row.getString(1), new JobId(row.getString(2))),
                tenant,
                key.key());
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        JobId id = earlier.get().job();
        return Optional.of(
                earlier.get().fingerprint().equals(key.fingerprint())
                        ? new Submission.Existing(JobRows.find(c, id).orElseThrow())
                        : new Submission.Conflict(id));
    }

    private static Optional<Job> sameWork(Connection c, JobSpec spec, Instant now) throws SQLException {
        if (spec.coalesceKey().isEmpty() || spec.reuse() == Reuse.NONE) {
            return Optional.empty();
        }
        List<Job> same = JobRows.list(
                c,
                SAME_WORK,
                spec.tenant().name(),
                spec.coalesceKey().get(),
                spec.reuse() == Reuse.ANY ? 1 : 0,
                now.toEpochMilli());
        if (spec.reuse() == Reuse.UNDER_WAY) {
            return same.stream().findFirst();
        }
        for (Job job : same) {
            if (hasRoomFor(c, job.id(), spec.endpoints())) {
                return Optional.of(job);
            }
        }
        return Optional.empty();
    }

    private Job insert(Connection c, JobSpec spec, Instant now) throws SQLException {
        FairShare share = FairQueueRows.join(
                c,
                new FairQueueRows.Line(spec.work(), spec.workClass()),
                new FairQueueRows.Joining(
                        spec.tenant().name(), spec.costSeconds(), spec.tenant().weight()));
        Job job = changes.rules().submitted(changes.newId(), spec, share, now);
        JobRows.insert(c, job, spec);
        for (JobClip clip : spec.clips()) {
            Sql.update(
                    c,
                    "INSERT INTO job_clip (job_id, digest, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    job.id().value(),
                    clip.digest(),
                    clip.content());
        }
        return job;
    }

    private static void remember(Connection c, JobSpec spec, JobId id, Instant now) throws SQLException {
        if (spec.idempotency().isPresent()) {
            Idempotency key = spec.idempotency().get();
            Sql.update(
                    c,
                    "INSERT INTO idempotency (tenant, idempotency_key, fingerprint, job_id, expires_at)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    spec.tenant().name(),
                    key.key(),
                    key.fingerprint(),
                    id.value(),
                    now.plus(key.keep()).toEpochMilli());
        }
    }

    @Override
    public Optional<Job> find(String tenant, JobId id) {
        return database.read(c -> JobRows.find(c, tenant, id));
    }

    @Override
    public Optional<Job> findByKey(String tenant, String key) {
        return database.read(c -> {
            Optional<JobId> id = Sql.first(
                    c,
                    "SELECT job_id FROM idempotency WHERE tenant = ? AND idempotency_key = ? AND expires_at > ?",
                    row -> new JobId(row.getString(1)),
                    tenant,
                    key,
                    changes.now().toEpochMilli());
            return id.isPresent() ? JobRows.find(c, tenant, id.get()) : Optional.<Job>empty();
        });
    }

    @Override
    public void releaseKey(String tenant, String key) {
        database.write(c -> Sql.update(
                c,
                "DELETE FROM idempotency WHERE tenant = ? AND idempotency_key = ? AND job_id IN"
                        + " (SELECT id FROM job WHERE ended_at IS NOT NULL)",
                tenant,
                key));
    }

    @Override
    public List<Job> list(JobQuery query) {
        StringBuilder where = new StringBuilder("WHERE tenant = ?");
        List<Object> values = new ArrayList<>(List.of(query.tenant()));
        JobFilters.append(query.filter(), where, values);
        if (query.after().isPresent()) {
            where.append(" AND (created_at, id) < (SELECT created_at, id FROM job WHERE id = ? AND tenant = ?)");
            values.add(query.after().get().value());
            values.add(query.tenant());
        }
        where.append(" ORDER BY created_at DESC, id DESC LIMIT ?");
        values.add(query.limit());
        return database.read(c -> JobRows.list(c, where.toString(), values.toArray()));
    }

    @Override
    public Optional<String> request(String tenant, JobId id) {
        return database.read(c -> Sql.first(
                c, "SELECT request FROM job WHERE id = ? AND tenant = ?", row -> row.getString(1), id.value(), tenant));
    }

    @Override
    public Optional<String> result(String tenant, JobId id) {
        return database.read(c -> result(c, tenant, id));
    }

    private static Optional<String> result(Connection c, String tenant, JobId id) throws SQLException {
        return Sql.first(
                c,
                "SELECT content FROM job_result JOIN job ON job.id = job_id WHERE job_id = ? AND tenant = ?",
                row -> row.getString(1),
                id.value(),
                tenant);
    }

    @Override
    public List<Checkpoint> checkpoints(String tenant, JobId id, int fromSequence) {
        return database.read(c -> JobRows.find(c, tenant, id).isPresent()
                ? CheckpointRows.list(c, id, fromSequence)
                : List.<Checkpoint>of());
    }

    @Override
    public OptionalInt ahead(String tenant, JobId id) {
        return database.read(c -> {
            Optional<Job> job = JobRows.find(c, tenant, id).filter(found -> found.state() == JobState.QUEUED);
            return job.isPresent()
                    ? OptionalInt.of(QueueOrder.ahead(c, job.get(), changes.now()))
                    : OptionalInt.empty();
        });
    }

    @Override
    public JobAnswer cancel(String tenant, JobId id) {
        return cancel(tenant, id, (c, job) -> true);
    }

    @Override
    public JobAnswer cancelUnlessJoined(String tenant, JobId id) {
        return cancel(tenant, id, SqlTenantJobs::isNotJoined);
    }

    private static boolean isNotJoined(Connection c, Job job) throws SQLException {
        return !Sql.exists(
                c, "SELECT 1 FROM job WHERE id = ? AND joined > 0", job.id().value());
    }

    /** What must hold of a job, beyond its state. */
    private interface Condition {
        boolean holds(Connection c, Job job) throws SQLException;
    }

    private JobAnswer cancel(String tenant, JobId id, Condition condition) {
        return database.write(c -> {
            Optional<Job> found = JobRows.find(c, tenant, id);
            if (found.isEmpty()) {
                return new JobAnswer.NotFound();
            }
            Job job = found.get();
            if (JobTransitions.after(job.state(), JobEvent.CANCEL).isEmpty() || !condition.holds(c, job)) {
                return new JobAnswer.WrongState(job);
            }
            Job after = changes.rules().cancelAsked(job, changes.now());
            return new JobAnswer.Done(changes.write(c, job, after));
        });
    }

    @Override
    public JobAnswer retry(Tenant tenant, JobId id) {
        return database.write(c -> {
            Optional<Job> found = JobRows.find(c, tenant.name(), id);
            if (found.isEmpty()) {
                return new JobAnswer.NotFound();
            }
            Job job = found.get();
            if (JobTransitions.after(job.state(), JobEvent.REVIVE).isEmpty()) {
                return new JobAnswer.WrongState(job);
            }
            Optional<Submission> refused =
                    QueueLimits.refused(c, tenant, changes.rules().policy(), changes.now());
            if (refused.isPresent()) {
                return new JobAnswer.Refused(refused.get());
            }
            double cost = Sql.first(c, "SELECT cost_seconds FROM job WHERE id = ?", row -> row.getDouble(1), id.value())
                    .orElseThrow();
            FairShare share = changes.rejoin(c, job, FairQueueRows.Line.of(job), cost);
            return new JobAnswer.Done(changes.write(c, job, changes.rules().retried(job, share, changes.now())));
        });
    }

    @Override
    public JobAnswer delete(String tenant, JobId id) {
        return delete(tenant, id, (c, job) -> true);
    }

    @Override
    public JobAnswer deleteUnlessJoined(String tenant, JobId id) {
        return delete(tenant, id, SqlTenantJobs::isNotJoined);
    }

    private JobAnswer delete(String tenant, JobId id, Condition condition) {
        return database.write(c -> {
            Optional<Job> found = JobRows.find(c, tenant, id);
            if (found.isEmpty()) {
                return new JobAnswer.NotFound();
            }
            if (!found.get().state().isFinal() || !condition.holds(c, found.get())) {
                return new JobAnswer.WrongState(found.get());
            }
            JobRows.forget(c, id);
            return new JobAnswer.Done(found.get());
        });
    }

    @Override
    public JobAnswer addEndpoint(String tenant, JobId id, String endpoint, EndpointRegistration registration) {
        return database.write(c -> {
            Optional<Job> found = JobRows.find(c, tenant, id);
            if (found.isEmpty()) {
                return new JobAnswer.NotFound();
            }
            if (!hasRoomFor(c, id, List.of(endpoint))) {
                throw new IllegalArgumentException(
                        "a job notifies at most %d endpoints".formatted(JobSpec.ENDPOINTS_MAX));
            }
            registration.store();
            add(c, found.get(), endpoint);
            return new JobAnswer.Done(found.get());
        });
    }

    @Override
    public List<OutboxEntry> outbox(String tenant, JobId id) {
        return database.read(c -> OutboxRows.list(c, tenant, id));
    }
}
