package dev.sotto.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of models, recordings and reference values that is not part of the project. */
public final class SharedFolder {
    private SharedFolder() {}

    /** A file or folder in it; skips the test, saying why, if it is not there. */
    public static Path require(String first, String... more) {
        Path path = Path.of(System.getProperty("sotto.shared", "../shared")).resolve(Path.of(first, more));
        assumeTrue(
                Files.exists(path),
                () -> "skipped: " + path + " is not there; set -Dsotto.shared to the shared folder");
        return path;
    }
}
