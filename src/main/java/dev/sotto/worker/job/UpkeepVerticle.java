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

/** The store's caretaker: lost leases, expired jobs, ended jobs whose time is over and their recordings. */
public final class UpkeepVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(UpkeepVerticle.class);
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final int JOBS_A_ROUND = 200;

    private final JobUpkeep upkeep;
    private final BlobStore blobs;
    private boolean isBusy;

    @SuppressWarnings("NullAway.Init") // set by start(), before any round
    private StoreCalls store;

    public UpkeepVerticle(JobUpkeep upkeep, BlobStore blobs) {
        this.upkeep = upkeep;
        this.blobs = blobs;
    }

    @Override
    public Future<?> start() {
        store = StoreCalls.ofRecordings(vertx);
        vertx.setPeriodic(ROUND.toMillis(), id -> round());
        return Future.succeededFuture();
    }

    private void round() {
        if (isBusy) {
            return;
        }
        isBusy = true;
        store.ask(this::work)
                .onSuccess(this::tell)
                .onFailure(e -> LOG.warn("the store could not be tidied: {}", e.toString()))
                .onComplete(done -> isBusy = false);
    }

    private List<Job> work() {
        List<Job> swept = upkeep.sweep(JOBS_A_ROUND);
        upkeep.purge(JOBS_A_ROUND).forEach(job -> blobs.delete(job.input()));
        return swept;
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
