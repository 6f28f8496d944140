package dev.sotto.store.sql;

import dev.sotto.job.Job;
import dev.sotto.job.JobRules;
import dev.sotto.job.StartClock;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobLibrary;
import dev.sotto.job.port.JobMaintenance;
import dev.sotto.job.port.JobSpeakers;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.TenantJobs;
import dev.sotto.job.port.TranscriptEdits;
import dev.sotto.job.port.TranscriptShares;
import dev.sotto.job.port.VoiceStore;
import dev.sotto.job.port.WorkQueue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Jobs in a {@link Database}. Thread-safe. */
public final class SqlJobStore implements JobStore {
    private final Database database;
    private final TenantJobs tenantJobs;
    private final WorkQueue queue;
    private final JobMaintenance maintenance;
    private final JobSpeakers speakers;
    private final VoiceStore voices;
    private final TranscriptEdits edits;
    private final JobLibrary library;
    private final TranscriptShares shares;

    private SqlJobStore(Database database, JobTransaction changes, Optional<Instant> purgesFrom) {
        this.database = database;
        this.tenantJobs = new SqlTenantJobs(database, changes);
        this.queue = new SqlWorkQueue(database, changes);
        this.maintenance = new SqlJobMaintenance(database, changes, purgesFrom);
        this.speakers = new SqlJobSpeakers(database);
        this.voices = new SqlVoices(database);
        this.edits = new SqlTranscriptEdits(database);
        this.library = new SqlJobLibrary(database);
        this.shares = new SqlTranscriptShares(database);
    }

    /**
     * Takes over a database. Whoever ran its jobs before is gone, since only one process may have it: what was running
     * waits again, without waiting for a lease to end. If the clock was set back since, what is still to come is moved with it.
     *
     * @param clock should never jump, see {@link dev.sotto.job.SteadyClock}
     * @param random draws the ids of jobs and messages; a secure one where they must not be guessed
     * @return a store that closes the database with itself
     */
    public static SqlJobStore on(
            Database database, JobRules rules, InstantSource clock, RandomGenerator random, JobAnnouncer announcer) {
        JobTransaction changes = new JobTransaction(rules, clock, random, announcer);
        StartClock start = database.write(c -> {
            StartClock atStart = ClockRows.atStart(c, changes.now());
            var abandoned = JobRows.list(c, "WHERE state = 'running'");
            for (Job job : abandoned) {
                changes.write(c, job, rules.lost(job, changes.now()));
            }
            return atStart;
        });
        return new SqlJobStore(database, changes, start.purgesFrom());
    }

    @Override
    public TenantJobs tenantJobs() {
        return tenantJobs;
    }

    @Override
    public WorkQueue queue() {
        return queue;
    }

    @Override
    public JobMaintenance maintenance() {
        return maintenance;
    }

    @Override
    public JobSpeakers speakers() {
        return speakers;
    }

    @Override
    public VoiceStore voices() {
        return voices;
    }

    @Override
    public TranscriptEdits edits() {
        return edits;
    }

    @Override
    public JobLibrary library() {
        return library;
    }

    @Override
    public TranscriptShares shares() {
        return shares;
    }

    @Override
    public void close() {
        database.close();
    }
}
