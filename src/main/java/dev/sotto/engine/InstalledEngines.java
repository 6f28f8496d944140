package dev.sotto.engine;

import dev.sotto.config.ServerConfig;
import dev.sotto.fault.FaultCode;
import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.ModelException;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.pipeline.RecordingTranscriber;
import dev.sotto.torch.ComputeType;
import dev.sotto.torch.Precision;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.torch.TorchSettings;
import dev.sotto.torch.TorchWhisper;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.whisper.slot.EngineLoad;
import dev.sotto.whisper.slot.ModelLoads;
import dev.sotto.whisper.slot.QueueLimits;
import dev.sotto.whisper.slot.SlotBudget;
import dev.sotto.whisper.slot.SlotEngine;
import dev.sotto.whisper.slot.SlotEngine.EngineParts;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.worker.engine.EngineFactory;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads installed models onto the configured device. */
public final class InstalledEngines implements EngineFactory {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledEngines.class);

    /** Slots that are of use even to one transcription, which may have several windows decoded at once. */
    private static final int BATCH_OF_USE = 8;

    private final ServerConfig config;
    private final ModelResolver models;
    private final int cores;
    private final ComputeTypes types;
    private final LoadedEngines loaded = new LoadedEngines();
    private volatile boolean usesGpu;

    public InstalledEngines(ServerConfig config, ModelResolver models, int cores, ComputeTypes types) {
        this.config = config;
        this.models = models;
        this.cores = cores;
        this.types = types;
    }

    /** Whether a model was loaded onto a graphics card. Any thread. */
    public boolean usesGpu() {
        return usesGpu;
    }

    @Override
    public String canonicalName(String model) {
        return models.folder(model).toString();
    }

    @Override
    public SlotEngine load(String folder, Runnable wakeUp) {
        long since = System.nanoTime();
        try (Checkpoint checkpoint = ModelFolder.open(Path.of(folder))) {
            EngineLibrary.load(threads());
            String device = device();
            usesGpu = device.startsWith("cuda");
            ModelConfig model = checkpoint.config();
            Precision precision =
                    precision(device, Path.of(folder).getFileName().toString(), model);
            int running = config.transcription().runningMax();
            long laneBytes = laneBytes(device, Path.of(folder), checkpoint, precision);
            SlotBudget budget = new SlotBudget(
                    model.dimensions(),
                    precision.crossCacheBytes(device),
                    precision.selfCacheBytes(device),
                    laneBytes,
                    Math.max(running, BATCH_OF_USE));
            WhisperTokenizer tokenizer = WhisperTokenizer.of(model); // first: it may refuse, and holds nothing native
            TorchWhisper network = TorchWhisper.load(checkpoint, new TorchSettings(device, precision));
            LOG.info("loaded {} on {}, {}; {}", Path.of(folder).getFileName(), device, precision.type(), budget);
            model.alignmentFault().ifPresent(fault -> LOG.warn("word times by default heads: {}", fault));
            // Each running transcription is one caller; one that was cancelled may still have windows waiting.
            int all = running + config.transcription().interactiveRunningMax();
            QueueLimits limits = new QueueLimits(2 * all, 2 * RecordingTranscriber.WINDOWS_AT_ONCE_MAX);
            SlotEngine engine = new SlotEngine(
                    new EngineParts(network, model, tokenizer), budget, limits, wakeUp, System::nanoTime);
            loaded.add(engine, weightBytes(checkpoint, precision), System.nanoTime() - since);
            return engine;
        } catch (ModelException e) {
            throw new TranscriptionException(FaultCode.MODEL_INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void whileIdle(BooleanSupplier isWanted) {
        types.whileIdle(isWanted);
    }

    /** Of all that are loaded, and what those decoded that were. Any thread. */
    public EngineLoad load() {
        return loaded.load();
    }

    /** Models that were loaded, and are. Any thread. */
    public ModelLoads modelLoads() {
        return loaded.loads();
    }

    /** On a processor within what the machine or its container has; what cannot be there is refused before it is read. */
    private long laneBytes(String device, Path folder, Checkpoint checkpoint, Precision precision) {
        if (!device.equals("cpu")) {
            return SlotBudget.DEFAULT_LANE_BYTES;
        }
        MemoryShare memory = MemoryShare.ofProcess(config.models().loadedMax());
        long weights = weightBytes(checkpoint, precision);
        String name = String.valueOf(folder.getFileName());
        memory.refusal(name, weights).ifPresent(reason -> {
            throw new TranscriptionException(FaultCode.MODEL_INVALID, reason);
        });
        if (memory.isTight(weights)) {
            LOG.warn("{} may need more memory than there is: {}", name, MemoryShare.summary());
        }
        return memory.laneBytes(weights);
    }

    private static long weightBytes(Checkpoint checkpoint, Precision precision) {
        return ModelMemory.parameters(checkpoint) * ModelMemory.bytesOf(precision.type());
    }

    private Precision precision(String device, String name, ModelConfig model) {
        String type = config.compute().type();
        try {
            Precision precision = type.equals("auto")
                    ? new Precision(fastest(device, name, model), types.processor())
                    : new Precision(ComputeType.named(type), types.processor());
            precision.check(device);
            return precision;
        } catch (IllegalArgumentException e) {
            throw new TranscriptionException(FaultCode.INVALID_OPTION, String.valueOf(e.getMessage()), e);
        }
    }

    private ComputeType fastest(String device, String name, ModelConfig model) {
        return device.equals("cpu") ? types.choose(name, model.dimensions()) : ComputeType.FLOAT16;
    }

    private int threads() {
        return config.compute().threads() > 0 ? config.compute().threads() : cores;
    }

    private String device() {
        try {
            return TorchRuntime.device(config.compute().device());
        } catch (IllegalArgumentException e) {
            throw new TranscriptionException(FaultCode.INVALID_OPTION, String.valueOf(e.getMessage()), e);
        }
    }
}
