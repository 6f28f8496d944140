package dev.sotto.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** Where decoded samples are written: a private folder for each decode, and a budget of bytes for all. Thread-safe. */
public final class ScratchSpace {
    private final Path root;
    private final Duration shutdownGrace;
    private final ScratchBudget budget;

    /**
     * Touches nothing yet.
     *
     * @param root made if it is missing
     * @param shutdownGrace how long a decode may go on when the process is told to end, before it is killed
     * @param reserveBytes that stay free on the disk of {@code root}
     */
    public ScratchSpace(Path root, Duration shutdownGrace, long reserveBytes) {
        this(root, shutdownGrace, reserveBytes, () -> usable(root));
    }

    ScratchSpace(Path root, Duration shutdownGrace, long reserveBytes, LongSupplier freeBytes) {
        this.root = root;
        this.shutdownGrace = shutdownGrace;
        this.budget = new ScratchBudget(freeBytes, reserveBytes);
    }

    Duration shutdownGrace() {
        return shutdownGrace;
    }

    ScratchBudget budget() {
        return budget;
    }

    ScratchFolder folder() {
        return ScratchFolder.create(root, shutdownGrace);
    }

    void sweep(Instant now, Duration decodeMax) {
        ScratchFolder.sweep(root, now, decodeMax);
    }

    private static long usable(Path root) {
        try {
            Files.createDirectories(root);
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            throw AudioException.toolFailed(
                    "The scratch folder for decoding cannot be written; is the disk full or read-only?", e);
        }
    }
}
