package dev.sotto.data;

import dev.sotto.blob.folder.FolderBlobStore;
import dev.sotto.config.ServerConfig;
import dev.sotto.job.Backoff;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.SteadyClock;
import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobStore;
import dev.sotto.key.ApiKeyStore;
import dev.sotto.service.JobAccess;
import dev.sotto.store.sql.SqlJobStore;
import dev.sotto.store.sql.SqlKeys;
import dev.sotto.store.sql.SqlWebhooks;
import dev.sotto.store.sqlite.SqliteDatabase;
import dev.sotto.store.sqlite.SqliteSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server keeps on disk below its data folder: the store, with jobs, webhooks and keys, and the recordings.
 *
 * @param database on which all stores live; closed with {@code jobs}
 */
public record DataStores(
        SqliteDatabase database,
        JobStore jobs,
        BlobStore blobs,
        SqlWebhooks webhooks,
        ApiKeyStore keys,
        InstantSource clock)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataStores.class);

    /**
     * Opens everything, takes back what an earlier process was running, and removes recordings that no job needs. Blocks.
     *
     * @throws dev.sotto.job.port.StoreException saying why the data folder cannot be used; it is left as it was
     */
    public static DataStores open(ServerConfig config, JobAnnouncer announcer) {
        Path folder = config.data().folder();
        PrivateFolder.ofData(folder);
        InstantSource clock = new SteadyClock(Clock.systemUTC(), System::nanoTime);
        SecureRandom random = new SecureRandom();
        SqliteDatabase database = SqliteDatabase.open(SqliteSettings.in(DataFolderKeys.folder(config.data())), clock);
        try {
            PrivateFolder.ofStore(DataFolderKeys.folder(config.data()));
            var cipher = WebhookKey.cipher(config.webhooks().secretKey(), folder, random);
            SqlWebhooks webhooks = SqlWebhooks.on(database, cipher);
            JobRules rules = new JobRules(policy(config.jobs()), random);
            JobStore jobs = SqlJobStore.on(database, rules, clock, random, announcer);
            BlobStore blobs = FolderBlobStore.open(recordings(config.data()), random);
            int swept = blobs.sweep(jobs.maintenance()::isUsed);
            if (swept > 0) {
                LOG.info("deleted {} recordings that no job needs", swept);
            }
            return new DataStores(database, jobs, blobs, webhooks, new SqlKeys(database), clock);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Where a server keeps the recordings of jobs. */
    static Path recordings(ServerConfig.Data data) {
        return data.folder().resolve("blobs");
    }

    private static JobPolicy policy(ServerConfig.Jobs settings) {
        return new JobPolicy(
                JobPolicy.DEFAULT_FAILURES_MAX,
                settings.lossesMax(),
                new Backoff(settings.retryWait(), JobPolicy.DEFAULT_BACKOFF.max()),
                settings.failedRetention(),
                settings.queuedMax());
    }

    public JobAccess access() {
        return new JobAccess(
                jobs.tenantJobs(),
                jobs.speakers(),
                jobs.voices(),
                jobs.edits(),
                jobs.library(),
                jobs.shares(),
                blobs,
                clock,
                jobs.maintenance()::counts);
    }

    @Override
    public void close() {
        jobs.close();
    }
}
