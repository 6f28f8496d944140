package dev.sotto.audio;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The private folder of one decode: readable by us alone, and gone with all it holds on {@link #close}, or at the latest when
 * the server is told to stop.
 */
final class ScratchFolder implements AutoCloseable {
    private static final String PREFIX = "decode-";

    private final Path folder;
    private final Thread onShutdown = new Thread(this::remove, "remove-scratch-folder");
    private boolean isRemoved;

    private ScratchFolder(Path folder) {
        this.folder = folder;
    }

    static ScratchFolder create(Path root) {
        try {
            Files.createDirectories(root);
            ScratchFolder scratch = new ScratchFolder(Files.createTempDirectory(root, PREFIX, ownerOnly()));
            Runtime.getRuntime().addShutdownHook(scratch.onShutdown);
            Files.createDirectory(scratch.workingFolder());
            return scratch;
        } catch (IOException e) {
            throw AudioException.toolFailed(
                    "The scratch folder for decoding cannot be written; is the disk full or read-only?", e);
        }
    }

    /** Removes what processes that were killed left behind. A folder untouched since {@code before} has no owner any more. */
    static void sweep(Path root, Instant before) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.toList()) {
                boolean isOurs = folder.getFileName().toString().startsWith(PREFIX);
                if (isOurs && Files.getLastModifiedTime(folder).toInstant().isBefore(before)) {
                    new ScratchFolder(folder).remove();
                }
            }
        } catch (IOException e) {
            throw AudioException.toolFailed("The scratch folder for decoding cannot be read.", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean isPosix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** An empty folder for the media program to stand in. */
    Path workingFolder() {
        return folder.resolve("empty");
    }

    /** Where the decoded samples go. */
    Path samples() {
        return folder.resolve("samples.s16le");
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException shutdownHasBegun) {
            // The hook finds the folder gone.
            return;
        }
    }

    private synchronized void remove() {
        if (isRemoved) {
            return;
        }
        try (Stream<Path> below = Files.walk(folder)) {
            List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
            isRemoved = true;
        } catch (IOException e) {
            throw AudioException.toolFailed("The scratch folder of a decode could not be removed.", e);
        }
    }
}
