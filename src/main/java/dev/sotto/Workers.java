package dev.sotto;

import dev.sotto.api.Backend;
import dev.sotto.api.ModelShelf;
import dev.sotto.audio.MediaDecoder;
import dev.sotto.config.ServerConfig;
import dev.sotto.worker.EngineVerticle;
import dev.sotto.worker.TranscriptionVerticle;
import dev.sotto.worker.TranscriptionWork;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Everything behind the event bus: the engine on its one thread, and the pool that runs transcriptions. */
final class Workers implements Backend, Function<Vertx, Future<?>> {
    private static final String ENGINE_POOL = "engine";
    private static final long LOADING_MINUTES_MAX = 30; // only a warning in the log

    private final ServerConfig config;
    private final InstalledEngines engines;
    private final MediaDecoder decoder;
    private final ModelShelf models;
    private volatile boolean ready;

    Workers(ServerConfig config, InstalledEngines engines, MediaDecoder decoder, ModelShelf models) {
        this.config = config;
        this.engines = engines;
        this.decoder = decoder;
        this.models = models;
    }

    /** Deploys both; done when the default model is loaded. */
    @Override
    public Future<?> apply(Vertx vertx) {
        ServerConfig.Models settings = config.models();
        EngineVerticle engine = new EngineVerticle(engines, settings.defaultModel(), settings.loadedMax());
        ServerConfig.Transcription limits = config.transcription();
        TranscriptionVerticle transcriptions = new TranscriptionVerticle(
                new TranscriptionWork(decoder, engine), limits.runningMax(), limits.waitingMax());
        DeploymentOptions oneThread = new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName(ENGINE_POOL)
                .setWorkerPoolSize(1) // a rule, not a tuning: see EngineVerticle
                .setMaxWorkerExecuteTime(LOADING_MINUTES_MAX)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.MINUTES);
        return vertx.deployVerticle(engine, oneThread)
                .compose(loaded -> vertx.deployVerticle(transcriptions))
                .onSuccess(deployed -> ready = true);
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public ModelShelf models() {
        return models;
    }
}
