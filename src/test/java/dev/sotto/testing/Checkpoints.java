package dev.sotto.testing;

import dev.sotto.testing.RandomCheckpoint.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Model folders by the names that the reference values use. */
public final class Checkpoints {
    /** The small one that the product ships: for tests that need any model. */
    public static final Path TINY_EN = Path.of("src/main/models/tiny.en");

    /** The default one, multilingual, in shards. */
    public static final Path BASE = Path.of("src/main/models/base");

    private static final Path MADE = Path.of("target/random-checkpoints");

    private Checkpoints() {}

    /** {@code tiny.en}, {@code base} or {@code random-NAME}; the random ones are made once a build. */
    public static Path named(String name) {
        return switch (name) {
            case "tiny.en" -> TINY_EN;
            case "base" -> BASE;
            case "random-tiny" -> random(Size.TINY, name);
            case "random-tiny.en" -> random(Size.TINY_EN, name);
            case "random-tiny-v3" -> random(Size.TINY_V3, name);
            default -> throw new IllegalArgumentException("no checkpoint is called " + name);
        };
    }

    private static synchronized Path random(Size size, String name) {
        Path folder = MADE.resolve(name);
        Path tokenizers = SharedFolder.require("models", "tokenizers");
        if (!Files.exists(folder)) {
            try {
                Path unfinished = Files.createDirectories(MADE.resolve(name + ".part"));
                RandomCheckpoint.write(size, tokenizers, unfinished);
                Files.move(unfinished, folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return folder;
    }
}
