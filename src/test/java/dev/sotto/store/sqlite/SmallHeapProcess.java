package dev.sotto.store.sqlite;

import dev.sotto.job.JobId;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobAnnouncer.Announcement;
import dev.sotto.job.port.JobQuery;
import dev.sotto.job.port.JobStore;
import dev.sotto.store.sql.SqlJobStore;
import dev.sotto.store.sql.SqlWebhooks;
import dev.sotto.transcript.WorkClass;
import dev.sotto.webhook.DeliveryLog;
import dev.sotto.webhook.sign.SecretCipher;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fills a store with as many and as large jobs and messages as one owner can, then does at once what reads many rows:
 * lists, sweeps, purges, takes running jobs back. Says how many rows were listed.
 */
final class SmallHeapProcess {
    static final int JOBS = 988;
    private static final int ENDED = 200;
    private static final int RUNNING = 300;
    private static final int PARALLEL = 6;
    private static final Tenant OWNER = Tenant.unlimited("a");
    private static final Duration LEASE = Duration.ofHours(1);

    private SmallHeapProcess() {}

    public static void main(String[] arguments) throws Exception {
        SqliteSettings settings = SqliteSettings.in(Path.of(arguments[0]));
        try (SqliteDatabase database = SqliteDatabase.open(settings, InstantSource.system())) {
            fill(jobs(database));
        }
        try (SqliteDatabase database = SqliteDatabase.open(settings, InstantSource.system())) {
            JobStore store = jobs(database); // takes the running ones back
            SqlWebhooks webhooks = SqlWebhooks.on(database, new SecretCipher(new byte[32], new SecureRandom()));
            System.out.println("listed " + readAll(store, webhooks.deliveries()));
        }
    }

    private static JobStore jobs(SqliteDatabase database) {
        Random random = new Random(1);
        JobRules rules = new JobRules(JobPolicy.defaults(), random);
        return SqlJobStore.on(
                database,
                rules,
                InstantSource.system(),
                random,
                (job, outcome, audience) ->
                        Optional.of(new Announcement("transcription.completed", "m".repeat(256 << 10))));
    }

    private static void fill(JobStore store) {
        for (int i = 0; i < JOBS; i++) {
            store.tenantJobs()
                    .submit(JobSpec.builder(OWNER, WorkKind.TRANSCRIBE, "blob", "x".repeat(JobSpec.REQUEST_CHARS_MAX))
                            .retention(Duration.ofDays(1))
                            .endpoints(List.of("e"))
                            .build());
        }
        for (int i = 0; i < ENDED + RUNNING; i++) {
            Claim claim = store.queue()
                    .claim(WorkKind.TRANSCRIBE, WorkClass.BULK, "worker", LEASE)
                    .orElseThrow();
            if (i < ENDED) {
                store.queue().succeed(claim.lease(), "text");
            }
        }
    }

    private static int readAll(JobStore store, DeliveryLog deliveries) throws Exception {
        List<Callable<Integer>> readers = new ArrayList<>();
        JobQuery all = new JobQuery("a", Set.of(), Optional.<JobId>empty(), JobQuery.LIMIT_MAX);
        DeliveryLog.Query messages = new DeliveryLog.Query(
                "a", Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), DeliveryLog.Query.LIMIT_MAX);
        for (int i = 0; i < PARALLEL; i++) {
            readers.add(() -> store.tenantJobs().list(all).size());
            readers.add(() -> deliveries.list(messages).size());
        }
        ExecutorService threads = Executors.newFixedThreadPool(readers.size());
        try {
            int listed = 0;
            for (Future<Integer> reader : threads.invokeAll(readers)) {
                listed += reader.get();
            }
            store.maintenance().sweep("worker", JOBS);
            return listed;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Rows that a right run says. */
    static int expected() {
        return PARALLEL * (JOBS + ENDED);
    }
}
