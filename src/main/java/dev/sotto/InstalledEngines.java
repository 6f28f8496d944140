package dev.sotto;

import dev.sotto.config.ServerConfig;
import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.ModelException;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.pipeline.RecordingTranscriber;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.torch.TorchSettings;
import dev.sotto.torch.TorchWhisper;
import dev.sotto.transcript.TranscriptionError;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.whisper.slot.QueueLimits;
import dev.sotto.whisper.slot.SlotBudget;
import dev.sotto.whisper.slot.SlotEngine;
import dev.sotto.whisper.slot.SlotEngine.EngineParts;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.worker.EngineFactory;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads installed models onto the configured device. */
final class InstalledEngines implements EngineFactory {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledEngines.class);

    /** Slots that are of use even to one transcription, which may have several windows decoded at once. */
    private static final int BATCH_OF_USE = 8;

    private final ServerConfig config;
    private final ModelLookup models;
    private final int cores;

    InstalledEngines(ServerConfig config, ModelLookup models, int cores) {
        this.config = config;
        this.models = models;
        this.cores = cores;
    }

    @Override
    public String canonicalName(String model) {
        return models.folder(model).toString();
    }

    @Override
    public SlotEngine load(String folder, Runnable doorbell) {
        try (Checkpoint checkpoint = ModelFolder.open(Path.of(folder))) {
            TorchRuntime.threads(
                    config.compute().threads() > 0 ? config.compute().threads() : cores);
            String device = device();
            ModelConfig model = checkpoint.config();
            int running = config.transcription().runningMax();
            SlotBudget budget = new SlotBudget(
                    model.dimensions(), Float.BYTES, SlotBudget.DEFAULT_LANE_BYTES, Math.max(running, BATCH_OF_USE));
            WhisperTokenizer tokenizer = WhisperTokenizer.of(model); // first: it may refuse, and holds nothing native
            TorchWhisper network = TorchWhisper.load(checkpoint, new TorchSettings(device));
            LOG.info("loaded {} on {}, float32; {}", Path.of(folder).getFileName(), device, budget);
            // Each running transcription is one caller; one that was cancelled may still have windows waiting.
            QueueLimits limits = new QueueLimits(2 * running, 2 * RecordingTranscriber.WINDOWS_AT_ONCE_MAX);
            return new SlotEngine(new EngineParts(network, model, tokenizer), budget, limits, doorbell);
        } catch (ModelException e) {
            throw new TranscriptionException(TranscriptionError.MODEL_INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    private String device() {
        try {
            return TorchRuntime.device(config.compute().device());
        } catch (IllegalArgumentException e) {
            throw new TranscriptionException(TranscriptionError.INVALID_OPTION, String.valueOf(e.getMessage()), e);
        }
    }
}
