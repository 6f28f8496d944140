package dev.sotto.worker.job;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobNews;
import dev.sotto.bus.JobWaiting;
import dev.sotto.bus.StoreCalls;
import dev.sotto.job.Job;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.JobUpkeep;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's caretaker: lost leases, expired jobs, ended jobs whose time is over and their recordings; now and then
 * recordings that were left behind.
 */
public final class UpkeepVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(UpkeepVerticle.class);
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration SWEEP = Duration.ofHours(1);
    private static final int JOBS_A_ROUND = 200;

    private final JobUpkeep upkeep;
    private final LeftRecordings left;
    private final Duration round;
    private final Duration sweep;
    private boolean isTidying;
    private boolean isForgetting;
    private boolean isSweeping;

    @SuppressWarnings("NullAway.Init") // set by start(), before any round
    private StoreCalls store;

    @SuppressWarnings("NullAway.Init") // likewise
    private StoreCalls recordings;

    public UpkeepVerticle(JobUpkeep upkeep, BlobStore blobs) {
        this(upkeep, blobs, ROUND, SWEEP);
    }

    UpkeepVerticle(JobUpkeep upkeep, BlobStore blobs, Duration round, Duration sweep) {
        this.upkeep = upkeep;
        this.left = new LeftRecordings(upkeep, blobs);
        this.round = round;
        this.sweep = sweep;
    }

    @Override
    public Future<?> start() {
        store = StoreCalls.ofLeases(vertx);
        recordings = StoreCalls.ofRecordings(vertx);
        vertx.setPeriodic(round.toMillis(), id -> round());
        vertx.setPeriodic(sweep.toMillis(), id -> sweep());
        return Future.succeededFuture();
    }

    /** Neither keeps the other, nor the news, whatever becomes of it. */
    private void round() {
        tidy();
        forget();
    }

    private void tidy() {
        if (isTidying) {
            return;
        }
        isTidying = true;
        store.ask(() -> upkeep.sweep(JOBS_A_ROUND))
                .onSuccess(this::tell)
                .onFailure(e -> LOG.warn("the store could not be tidied: {}", e.toString()))
                .onComplete(done -> isTidying = false);
    }

    private void forget() {
        if (isForgetting) {
            return;
        }
        isForgetting = true;
        store.ask(() -> upkeep.purge(JOBS_A_ROUND))
                .compose(forgotten -> recordings.ask(() -> {
                    forgotten.forEach(job -> left.delete(job.input()));
                    return true;
                }))
                .onFailure(e -> LOG.warn("jobs whose time is over could not be forgotten yet: {}", e.toString()))
                .onComplete(done -> isForgetting = false);
    }

    private void sweep() {
        if (isSweeping) {
            return;
        }
        isSweeping = true;
        recordings
                .ask(() -> {
                    left.round();
                    return true;
                })
                .onFailure(e -> LOG.warn("recordings could not be swept: {}", e.toString()))
                .onComplete(done -> isSweeping = false);
    }

    private void tell(List<Job> swept) {
        swept.forEach(job -> vertx.eventBus().publish(Addresses.JOB_NEWS, new JobNews.Settled(job)));
        if (!swept.isEmpty()) {
            for (WorkKind work : WorkKind.values()) {
                vertx.eventBus().publish(Addresses.JOB_WAITING, new JobWaiting(work));
            }
        }
    }
}
