package dev.sotto.engine;

import dev.sotto.config.ServerConfig;
import dev.sotto.diarize.SpeakerNetworks;
import dev.sotto.fault.FaultCode;
import dev.sotto.model.ModelException;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.torch.speaker.TorchSpeakers;
import dev.sotto.transcript.TranscriptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Loads the speaker networks onto the configured device: each from the model folders of the settings, else the one that came
 * with the product.
 */
public final class InstalledSpeakers implements Supplier<SpeakerNetworks> {
    private static final String SEGMENTATION = "speakers/segmentation-3.0";
    private static final String EMBEDDING = "speakers/campplus-zh-en";
    private static final String SHIPPED = "src/main/models";

    private final List<Path> places;
    private final String device;

    public InstalledSpeakers(Path home, ServerConfig config) {
        this.places = Stream.concat(config.models().folders().stream(), Stream.of(home.resolve(SHIPPED)))
                .distinct()
                .toList();
        this.device = config.compute().device();
    }

    /** @throws TranscriptionException with {@code MODEL_NOT_FOUND}, {@code MODEL_INVALID} or {@code INVALID_OPTION} */
    @Override
    public SpeakerNetworks get() {
        try {
            return TorchSpeakers.load(folder(SEGMENTATION), folder(EMBEDDING), TorchRuntime.device(device));
        } catch (ModelException e) {
            throw new TranscriptionException(FaultCode.MODEL_INVALID, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new TranscriptionException(FaultCode.INVALID_OPTION, String.valueOf(e.getMessage()), e);
        }
    }

    /** Why they cannot be loaded, as far as their folders tell; empty if they are there. Looks at the disk, and reads nothing. */
    public Optional<String> fault() {
        return Stream.of(SEGMENTATION, EMBEDDING)
                        .allMatch(name -> candidates(name).anyMatch(Files::isDirectory))
                ? Optional.empty()
                : Optional.of("Speakers are not told apart: a network that does it is not installed; restore"
                        + " src/main/models/speakers.");
    }

    private Stream<Path> candidates(String name) {
        return places.stream().map(folder -> folder.resolve(name));
    }

    private Path folder(String name) {
        List<Path> candidates = candidates(name).toList();
        return candidates.stream()
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new TranscriptionException(
                        FaultCode.MODEL_NOT_FOUND,
                        "a network that tells speakers apart is not installed: none of %s is there; restore it, or leave out diarize"
                                .formatted(candidates)));
    }
}
