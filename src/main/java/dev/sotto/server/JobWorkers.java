package dev.sotto.server;

import dev.sotto.config.ServerConfig;
import dev.sotto.data.DataStores;
import dev.sotto.job.WorkKind;
import dev.sotto.worker.job.AttemptLimits;
import dev.sotto.worker.job.ClassPlaces;
import dev.sotto.worker.job.EngineWatch;
import dev.sotto.worker.job.JobExecutor;
import dev.sotto.worker.job.JobVerticle;
import dev.sotto.worker.job.LeasedJobStore;
import dev.sotto.worker.job.MaintenanceVerticle;
import dev.sotto.worker.job.StoredKnownSpeakers;
import dev.sotto.worker.job.TranscriptionExecutor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;

/** Workers that claim jobs from the store, and its maintenance. */
final class JobWorkers {
    private final JobVerticle transcriptions;
    private final JobVerticle fetches;
    private final MaintenanceVerticle maintenance;
    private final EngineWatch engineWatch;

    /**
     * @param fetcher brings recordings from URLs
     * @param allPlacesHang see {@link JobVerticle}; also called when the engine's thread hangs
     */
    JobWorkers(Vertx vertx, DataStores stores, ServerConfig config, JobExecutor fetcher, Runnable allPlacesHang) {
        String worker = "sotto-" + ProcessHandle.current().pid();
        ServerConfig.Jobs jobs = config.jobs();
        AttemptLimits limits = AttemptLimits.ofTranscriptions(
                jobs.lease(),
                jobs.stallTimeout(),
                jobs.maxRealtimeFactor(),
                config.media().durationMax());
        this.transcriptions = new JobVerticle(
                new LeasedJobStore(stores.jobs(), stores.blobs(), worker, limits),
                WorkKind.TRANSCRIBE,
                new TranscriptionExecutor(
                        vertx,
                        stores.blobs(),
                        new StoredKnownSpeakers(
                                stores.jobs().speakers(), stores.jobs().voices())),
                ClassPlaces.apart(
                        config.transcription().interactiveRunningMax(),
                        config.transcription().runningMax()),
                allPlacesHang);
        AttemptLimits fetching =
                AttemptLimits.ofFetches(jobs.lease(), config.fetch().timeout());
        this.fetches = new JobVerticle(
                new LeasedJobStore(stores.jobs(), stores.blobs(), worker, fetching),
                WorkKind.FETCH,
                fetcher,
                ClassPlaces.shared(config.fetch().runningMax()),
                allPlacesHang);
        this.maintenance =
                new MaintenanceVerticle(stores.jobs().maintenance(), stores.blobs(), worker, InstantSource.system());
        // As long as an attempt in the engine has until its place is lost: loading and passes may well take minutes.
        this.engineWatch = new EngineWatch(limits.stall().plus(limits.lettingGo()), allPlacesHang);
    }

    /** To be done when what answers on the bus is there. */
    Future<?> deploy(Vertx vertx) {
        return vertx.deployVerticle(transcriptions)
                .compose(deployed -> vertx.deployVerticle(fetches))
                .compose(deployed -> vertx.deployVerticle(maintenance))
                .compose(deployed -> vertx.deployVerticle(engineWatch));
    }

    /** See {@link JobVerticle#drain}. */
    Future<Integer> drain(Duration grace) {
        Future<Integer> first = transcriptions.drain(grace);
        Future<Integer> second = fetches.drain(grace);
        return first.compose(handedBack -> second.map(more -> handedBack + more));
    }
}
