package dev.sotto.model.checkpoint;

import dev.sotto.model.file.JsonFile;
import java.nio.file.Path;
import java.util.Map;

/** Checks {@code preprocessor_config.json}, where there is one: Whisper's spectrogram is fixed but for its mel bins. */
final class SpectrogramConfig {
    private static final Map<String, Integer> FIXED =
            Map.of("sampling_rate", 16_000, "hop_length", 160, "n_fft", 400, "chunk_length", 30);

    private SpectrogramConfig() {}

    static void requireFit(Path folder, int melBins) {
        JsonFile.readIfPresent(folder.resolve("preprocessor_config.json")).ifPresent(file -> {
            requireValue(file, "feature_size", melBins);
            FIXED.forEach((key, value) -> requireValue(file, key, value));
        });
    }

    private static void requireValue(JsonFile file, String key, int expected) {
        int stated = file.findInt(key, 0, Integer.MAX_VALUE).orElse(expected);
        if (stated != expected) {
            throw file.invalid("%s is %d".formatted(key, stated), "%d, as the network has it".formatted(expected));
        }
    }
}
