package dev.sotto.testing;

import dev.sotto.torch.speaker.TorchSpeakers;
import java.nio.file.Path;

/** The speaker networks that the project ships. */
public final class ShippedSpeakers {
    public static final Path SEGMENTATION = Path.of("src/main/models/speakers/segmentation-3.0");
    public static final Path EMBEDDING = Path.of("src/main/models/speakers/campplus-zh-en");

    public static final Path AXIS = EMBEDDING.resolve("telephone_axis.safetensors");

    private ShippedSpeakers() {}

    /** On the calling thread, to whom they belong; the caller closes them. */
    public static TorchSpeakers load() {
        return TorchSpeakers.load(SEGMENTATION, EMBEDDING, "cpu");
    }
}
