package dev.sotto.bench;

import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobStore;
import dev.sotto.store.sql.SqlJobStore;
import dev.sotto.store.sqlite.SqliteDatabase;
import dev.sotto.store.sqlite.SqliteSettings;
import dev.sotto.transcript.WorkClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Jobs per second through submit, claim and succeed, each synced to disk, by the number of threads that do so at once. */
final class JobStoreSpeed {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int SECONDS = 5;

    private JobStoreSpeed() {}

    public static void main(String[] arguments) throws Exception {
        for (int threads : new int[] {1, 4, 16}) {
            Path folder = Files.createTempDirectory(Path.of(arguments[0]), "speed");
            Random random = new Random(1);
            var clock = InstantSource.system();
            var rules = new JobRules(JobPolicy.defaults(), random);
            try (JobStore store = SqlJobStore.on(
                    SqliteDatabase.open(SqliteSettings.in(folder), clock), rules, clock, random, JobAnnouncer.SILENT)) {
                System.out.printf("%d threads: %.0f jobs/s%n", threads, measure(store, threads));
            }
        }
    }

    private static double measure(JobStore store, int threads) throws InterruptedException {
        JobSpec spec = JobSpec.builder(Tenant.unlimited("a"), WorkKind.TRANSCRIBE, "blob", "x".repeat(600))
                .build();
        long start = System.nanoTime();
        int[] done = new int[threads];
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int worker = i;
            workers.add(new Thread(() -> {
                while (System.nanoTime() - start < SECONDS * NANOS_PER_SECOND) {
                    store.tenantJobs().submit(spec);
                    store.queue()
                            .claim(WorkKind.TRANSCRIBE, WorkClass.BULK, "w", Duration.ofSeconds(30))
                            .flatMap(claim -> store.queue().succeed(claim.lease(), "text"))
                            .ifPresent(job -> done[worker]++);
                }
            }));
        }
        workers.forEach(Thread::start);
        int sum = 0;
        for (int i = 0; i < threads; i++) {
            workers.get(i).join();
            sum += done[i];
        }
        return sum / ((System.nanoTime() - start) / (double) NANOS_PER_SECOND);
    }
}
