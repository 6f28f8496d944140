package dev.sotto.audio;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The private folder of one decode: readable by us alone, and gone with all it holds on {@link #close}, or at the latest when
 * the server is asked to stop.
 */
final class ScratchFolder implements AutoCloseable {
    private static final String PREFIX = "decode-";

    private final Path folder;
    private final Duration shutdownGrace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread onShutdown = new Thread(this::removeAfterGrace, "remove-scratch-folder");
    private boolean isRemoved;

    private ScratchFolder(Path folder, Duration shutdownGrace) {
        this.folder = folder;
        this.shutdownGrace = shutdownGrace;
    }

    /**
     * Makes a folder of its own below {@code root}.
     *
     * @param shutdownGrace how long its owner may keep it when the process is asked to end
     */
    static ScratchFolder create(Path root, Duration shutdownGrace) {
        try {
            Files.createDirectories(root);
            ScratchFolder scratch =
                    new ScratchFolder(Files.createTempDirectory(root, PREFIX, ownerOnly()), shutdownGrace);
            Files.createDirectory(scratch.workingFolder());
            scratch.removeOnShutdown();
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
                    new ScratchFolder(folder, Duration.ZERO).remove();
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

    private void removeOnShutdown() {
        try {
            Runtime.getRuntime().addShutdownHook(onShutdown);
        } catch (IllegalStateException shutdownHasBegun) {
            remove();
            throw AudioException.cancelled();
        }
    }

    private void removeAfterGrace() {
        try {
            if (!closed.await(shutdownGrace.toMillis(), TimeUnit.MILLISECONDS)) {
                remove();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            remove();
        }
    }

    @Override
    public void close() {
        remove();
        closed.countDown();
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
