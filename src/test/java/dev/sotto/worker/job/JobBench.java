package dev.sotto.worker.job;

import dev.sotto.blob.folder.FolderBlobStore;
import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobNews;
import dev.sotto.bus.JobWaiting;
import dev.sotto.bus.LocalCodec;
import dev.sotto.job.Backoff;
import dev.sotto.job.Job;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.SteadyClock;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.Submission;
import dev.sotto.store.sql.SqlJobStore;
import dev.sotto.store.sqlite.SqliteDatabase;
import dev.sotto.store.sqlite.SqliteSettings;
import dev.sotto.testing.Eventually;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A bus, a real store whose queue may be {@linkplain FaultyQueue made to fail}, and the news as they are told. */
final class JobBench implements AutoCloseable {
    static final Tenant ANN = Tenant.unlimited("ann");

    final Vertx vertx = Vertx.vertx();
    final BlockingQueue<JobNews> news = new LinkedBlockingQueue<>();
    final JobStore store;
    final FaultyQueue queue;
    final BlobStore blobs;
    private final Path folder;

    JobBench(Path folder) {
        this.folder = folder;
        LocalCodec.registerAll(vertx.eventBus());
        vertx.eventBus().<JobNews>localConsumer(Addresses.JOB_NEWS, message -> news.add(message.body()));
        SteadyClock clock = new SteadyClock(Clock.systemUTC(), System::nanoTime);
        Random random = new Random(7);
        Backoff soon = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));
        JobPolicy policy = new JobPolicy(3, 2, soon, Duration.ofDays(1), 1000);
        SqliteDatabase database = SqliteDatabase.open(SqliteSettings.in(folder.resolve("store")), clock);
        JobStore opened = SqlJobStore.on(
                database, new JobRules(policy, random), clock, random, (job, result, audience) -> Optional.empty());
        queue = new FaultyQueue(opened.queue());
        store = queue.instead(opened);
        blobs = FolderBlobStore.open(folder.resolve("blobs"), random);
    }

    void deploy(VerticleBase verticle) throws TimeoutException {
        vertx.deployVerticle(verticle).await(20, TimeUnit.SECONDS);
    }

    Job submit() {
        return submit("{}");
    }

    Job submit(String request) {
        return submit(JobSpec.builder(ANN, WorkKind.TRANSCRIBE, "blob", request).build());
    }

    Job submit(JobSpec spec) {
        Job job = ((Submission.Accepted) store.tenantJobs().submit(spec)).job();
        vertx.eventBus().publish(Addresses.JOB_WAITING, new JobWaiting(job.work()));
        return job;
    }

    /** The key of one that no job has. */
    String recording() {
        try {
            Path upload = Files.writeString(Files.createTempFile(folder, "upload", ""), "sound");
            return blobs.take(upload).key();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Job found(Job job) {
        return store.tenantJobs().find(job.tenant(), job.id()).orElseThrow();
    }

    Job await(Job job, Predicate<Job> fits) {
        return Eventually.get(() -> found(job), fits);
    }

    /** The first news of this kind about a job; those before it are dropped. */
    <N extends JobNews> N awaitNews(Job job, Class<N> kind) throws InterruptedException {
        for (JobNews next = news.poll(20, TimeUnit.SECONDS); next != null; next = news.poll(20, TimeUnit.SECONDS)) {
            if (kind.isInstance(next) && next.id().equals(job.id())) {
                return kind.cast(next);
            }
        }
        throw new AssertionError("no %s of job %s".formatted(kind.getSimpleName(), job.id()));
    }

    @Override
    public void close() {
        queue.mend();
        try {
            vertx.close().await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        } finally {
            store.close();
        }
    }
}
