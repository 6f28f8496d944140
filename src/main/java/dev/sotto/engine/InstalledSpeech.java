package dev.sotto.engine;

import dev.sotto.config.ServerConfig;
import dev.sotto.fault.FaultCode;
import dev.sotto.model.ModelException;
import dev.sotto.torch.TorchVad;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.vad.SpeechNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Loads the voice detection: from the model folders of the settings, else the one that came with the product. */
public final class InstalledSpeech implements Supplier<SpeechNetwork> {
    /** Its folder among those of the models; it is no model that is offered. */
    static final String FOLDER = "silero-vad";

    private static final String WEIGHTS = FOLDER + "/silero_vad_16k.safetensors";
    private static final String SHIPPED = "src/main/models";

    private final List<Path> places;

    public InstalledSpeech(Path home, ServerConfig.Models settings) {
        this.places = Stream.concat(settings.folders().stream(), Stream.of(home.resolve(SHIPPED)))
                .map(folder -> folder.resolve(WEIGHTS))
                .distinct()
                .toList();
    }

    @Override
    public SpeechNetwork get() {
        Path file = places.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new TranscriptionException(
                        FaultCode.MODEL_NOT_FOUND,
                        "the voice detection is not installed: none of %s is there; restore it, or ask for the sequential mode with vad_filter=false"
                                .formatted(places)));
        try {
            return TorchVad.load(file);
        } catch (ModelException e) {
            throw new TranscriptionException(FaultCode.MODEL_INVALID, String.valueOf(e.getMessage()), e);
        }
    }
}
