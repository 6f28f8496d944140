package dev.sotto.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Free space of a disk, and whether it can be written to. */
final class Disk {
    private static final String PROBE = ".probe";

    private Disk() {}

    /** NaN if the folder cannot be asked. Blocks for a moment. */
    static double freeBytes(Path folder) {
        try {
            return (double) Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /**
     * Whether a file can be written now: a disk may be read-only, full to the last byte, or over its quota, whatever it
     * says of free bytes. Blocks for a moment.
     */
    static boolean isWritable(Path folder) {
        Path probe = folder.resolve(PROBE);
        try {
            try {
                Files.write(probe, new byte[1]);
            } finally {
                Files.deleteIfExists(probe); // a write that fails may have made the file
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
