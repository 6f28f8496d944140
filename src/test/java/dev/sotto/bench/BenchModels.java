package dev.sotto.bench;

import dev.sotto.testing.RandomCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The models that the benchmarks' command lines name. */
final class BenchModels {
    private static final String RANDOM_SMALL = "random-small=";

    private BenchModels() {}

    /** A model folder, or {@code random-small=TOKENIZERS} to make that one first. */
    static Path folder(String argument) throws IOException {
        if (!argument.startsWith(RANDOM_SMALL)) {
            return Path.of(argument);
        }
        Path folder = Path.of("target/random-checkpoints/random-small");
        if (!Files.exists(folder)) {
            RandomCheckpoint.write(
                    RandomCheckpoint.Size.SMALL, Path.of(argument.substring(RANDOM_SMALL.length())), folder);
        }
        return folder;
    }
}
