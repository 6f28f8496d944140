package dev.sotto.server;

import dev.sotto.audio.MediaDecoder;
import dev.sotto.bus.SingleFlight;
import dev.sotto.config.ServerConfig;
import dev.sotto.engine.InstalledEngines;
import dev.sotto.engine.InstalledSpeakers;
import dev.sotto.engine.InstalledSpeech;
import dev.sotto.engine.OfferedModels;
import dev.sotto.service.Backend;
import dev.sotto.service.ModelInstaller;
import dev.sotto.service.ServedModels;
import dev.sotto.transcript.AudioContext;
import dev.sotto.transcript.Mode;
import dev.sotto.whisper.slot.EngineLoad;
import dev.sotto.whisper.slot.ModelLoads;
import dev.sotto.worker.engine.EngineVerticle;
import dev.sotto.worker.engine.SpeechVerticle;
import dev.sotto.worker.transcription.RegroupVerticle;
import dev.sotto.worker.transcription.TranscriptionVerticle;
import dev.sotto.worker.transcription.TranscriptionWork;
import dev.sotto.worker.transcription.VoiceVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything behind the event bus: the engine on its one thread, and the pool that runs transcriptions. */
public final class Workers implements Backend, Function<Vertx, Future<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final ServedModels NOTHING_SERVED = new ServedModels(List.of(), Map.of());
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final String ENGINE_POOL = "engine";
    private static final String SPEECH_POOL = "speech";
    private static final long LOADING_MINUTES_MAX = 30; // only a warning in the log

    private final ServerConfig config;
    private final InstalledEngines engines;
    private final InstalledSpeech speech;
    private final InstalledSpeakers speakers;
    private final MediaDecoder decoder;
    private final Optional<OfferedModels> offered;
    private volatile boolean ready;

    /** The networks beside Whisper's: who hears whether somebody speaks, and who. */
    public record Listening(InstalledSpeech speech, InstalledSpeakers speakers) {}

    /** @param offered empty where nobody asks for the list of models */
    public Workers(
            ServerConfig config,
            InstalledEngines engines,
            Listening listening,
            MediaDecoder decoder,
            Optional<OfferedModels> offered) {
        this.config = config;
        this.engines = engines;
        this.speech = listening.speech();
        this.speakers = listening.speakers();
        this.decoder = decoder;
        this.offered = offered;
    }

    /** Deploys all; done when the default model is loaded. */
    @Override
    public Future<?> apply(Vertx vertx) {
        ServerConfig.Models settings = config.models();
        EngineVerticle engine = new EngineVerticle(
                engines, settings.defaultModel(), settings.loadedMax(), settings.unloadAfter(), speakers);
        ServerConfig.Transcription limits = config.transcription();
        SpeechVerticle listener = new SpeechVerticle(speech);
        Mode mode = Mode.named(limits.mode()).orElseThrow();
        AudioContext context = AudioContext.named(limits.audioContext()).orElseThrow();
        TranscriptionVerticle transcriptions = new TranscriptionVerticle(
                new TranscriptionWork(decoder, engine, listener.detector(), mode, context),
                limits.runningMax() + limits.interactiveRunningMax());
        return vertx.deployVerticle(engine, oneThread(ENGINE_POOL))
                .compose(loaded -> vertx.deployVerticle(listener, oneThread(SPEECH_POOL)))
                .compose(deployed -> vertx.deployVerticle(transcriptions))
                .compose(deployed -> vertx.deployVerticle(new RegroupVerticle()))
                .compose(deployed -> vertx.deployVerticle(new VoiceVerticle(decoder, engine)))
                .onSuccess(deployed -> {
                    sweepScratch(vertx);
                    ready = true;
                });
    }

    /** Every minute: another process on the same folder may have been killed meanwhile. */
    private void sweepScratch(Vertx vertx) {
        SingleFlight<Void> sweep = new SingleFlight<>(() -> vertx.<Void>executeBlocking(
                        () -> {
                            decoder.removeLeftovers(Instant.now());
                            return null;
                        },
                        false)
                .onFailure(e -> LOG.warn("samples that were left behind could not be removed: {}", e.toString())));
        vertx.setPeriodic(SWEEP.toMillis(), id -> sweep.ask());
    }

    private static DeploymentOptions oneThread(String pool) {
        return new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName(pool)
                .setWorkerPoolSize(1) // a rule, not a tuning: see EngineVerticle and SpeechVerticle
                .setMaxWorkerExecuteTime(LOADING_MINUTES_MAX)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.MINUTES);
    }

    /** Of all loaded models. Any thread. */
    public EngineLoad engineLoad() {
        return engines.load();
    }

    /** Models that were loaded, and are. Any thread. */
    public ModelLoads modelLoads() {
        return engines.modelLoads();
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public ServedModels models() {
        return offered.map(OfferedModels::served).orElse(NOTHING_SERVED);
    }

    @Override
    public Optional<ModelInstaller> installer() {
        return offered.map(models -> models);
    }

    @Override
    public Optional<String> speakersFault() {
        return speakers.fault();
    }

    @Override
    public boolean usesGpu() {
        return engines.usesGpu();
    }
}
