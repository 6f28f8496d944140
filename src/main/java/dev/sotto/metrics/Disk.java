package dev.sotto.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is left of a disk. */
final class Disk {
    private Disk() {}

    /** NaN if the folder cannot be asked. Blocks for a moment. */
    static double freeBytes(Path folder) {
        try {
            return (double) Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
