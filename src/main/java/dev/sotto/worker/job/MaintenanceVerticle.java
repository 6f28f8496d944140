package dev.sotto.worker.job;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobNews;
import dev.sotto.bus.JobWaiting;
import dev.sotto.bus.Recordings;
import dev.sotto.bus.SingleFlight;
import dev.sotto.bus.StoreCalls;
import dev.sotto.job.Job;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.JobMaintenance;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintenance of the store: lost leases, expired jobs, ended jobs whose time is over and their recordings; now and then
 * recordings that were left behind.
 */
public final class MaintenanceVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceVerticle.class);
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration SWEEP = Duration.ofHours(1);
    private static final int JOBS_A_ROUND = 200;

    private final JobMaintenance maintenance;
    private final BlobStore blobs;
    private final String worker;
    private final InstantSource wall;
    private final Rounds rounds;

    /**
     * How often each work is done.
     *
     * @param round of what follows from the time
     * @param sweep of recordings that were left behind
     */
    record Rounds(Duration round, Duration sweep) {
        static final Rounds STANDARD = new Rounds(ROUND, SWEEP);
    }

    /**
     * Maintenance of one store.
     *
     * @param worker names this process in leases
     * @param wall the machine's clock, see {@link JobMaintenance#purge}
     */
    public MaintenanceVerticle(JobMaintenance maintenance, BlobStore blobs, String worker, InstantSource wall) {
        this(maintenance, blobs, worker, wall, Rounds.STANDARD);
    }

    MaintenanceVerticle(JobMaintenance maintenance, BlobStore blobs, String worker, InstantSource wall, Rounds rounds) {
        this.maintenance = maintenance;
        this.blobs = blobs;
        this.worker = worker;
        this.wall = wall;
        this.rounds = rounds;
    }

    /** None of the three keeps another, nor the news, whatever becomes of it. */
    @Override
    public Future<?> start() {
        StoreCalls store = StoreCalls.ofLeases(vertx);
        StoreCalls files = StoreCalls.ofRecordings(vertx);
        Recordings recordings = new Recordings(vertx, blobs);
        OrphanedBlobs left = new OrphanedBlobs(maintenance, blobs, recordings);
        every(rounds.round(), "the store could not be tidied", () -> store.ask(
                        () -> maintenance.sweep(worker, JOBS_A_ROUND))
                .onSuccess(this::tell));
        every(rounds.round(), "jobs whose time is over could not be forgotten yet", () -> store.ask(
                        () -> maintenance.purge(JOBS_A_ROUND, wall.instant()))
                .compose(forgotten ->
                        recordings.removeAll(forgotten.stream().map(Job::input).toList())));
        every(rounds.sweep(), "recordings could not be swept", () -> files.run(left::round));
        return Future.succeededFuture();
    }

    /** Begins no second round of the same work while one is under way. */
    private <T> void every(Duration pause, String fault, Supplier<Future<T>> work) {
        SingleFlight<T> one =
                new SingleFlight<>(() -> work.get().onFailure(e -> LOG.warn("{}: {}", fault, e.toString())));
        vertx.setPeriodic(pause.toMillis(), id -> one.ask());
    }

    private void tell(List<Job> swept) {
        swept.forEach(job -> vertx.eventBus().publish(Addresses.JOB_NEWS, new JobNews.StateChanged(job)));
        if (!swept.isEmpty()) {
            for (WorkKind work : WorkKind.values()) {
                vertx.eventBus().publish(Addresses.JOB_WAITING, new JobWaiting(work));
            }
        }
    }
}
