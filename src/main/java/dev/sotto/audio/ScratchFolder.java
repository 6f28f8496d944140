package dev.sotto.audio;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The private folder of one decode: readable by us alone, and gone with all it holds on {@link #close}, or at the latest when
 * the server is asked to stop.
 */
final class ScratchFolder implements AutoCloseable {
    private static final String PREFIX = "decode-";
    private static final String LOCK = "owner.lock";
    /** So long a folder may be without its lock while it is made. */
    private static final Duration MAKING_MAX = Duration.ofSeconds(10);

    /** Of this process. Their locks must not be touched: closing a file gives up all locks that the process has on it. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Duration shutdownGrace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread onShutdown = new Thread(this::removeAfterGrace, "remove-scratch-folder");
    private Optional<FileChannel> lock = Optional.empty();
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
            scratch.lock();
            Files.createDirectory(scratch.workingFolder());
            scratch.removeOnShutdown();
            return scratch;
        } catch (IOException e) {
            throw AudioException.toolFailed(
                    "The scratch folder for decoding cannot be written; is the disk full or read-only?", e);
        }
    }

    /** Held until the folder goes, or the process ends, however it does. */
    private void lock() throws IOException {
        OURS.add(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = Optional.of(channel);
        if (channel.tryLock() == null) { // unlike lock() it does not mind an interrupt
            throw new IOException("another process has locked a folder that was made just now");
        }
    }

    /**
     * Removes what processes that were killed left behind: folders whose lock nobody holds.
     *
     * @param decodeMax a folder without a lock, of an earlier version, is somebody's for so long
     */
    static void sweep(Path root, Instant now, Duration decodeMax) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.toList()) {
                boolean isScratch = folder.getFileName().toString().startsWith(PREFIX);
                if (isScratch && !OURS.contains(folder) && isLeft(folder, now, decodeMax)) {
                    new ScratchFolder(folder, Duration.ZERO).remove();
                }
            }
        } catch (IOException e) {
            throw AudioException.toolFailed("The scratch folder for decoding cannot be read.", e);
        }
    }

    private static boolean isLeft(Path folder, Instant now, Duration decodeMax) throws IOException {
        Instant touched;
        try {
            touched = Files.getLastModifiedTime(folder).toInstant();
        } catch (NoSuchFileException e) {
            return false; // its owner has removed it just now
        }
        if (touched.isBefore(now.minus(decodeMax)) && !Files.exists(folder.resolve(LOCK))) {
            return true;
        }
        if (!touched.isBefore(now.minus(MAKING_MAX))) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (NoSuchFileException e) {
            return false;
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

    /** Where a recording lies that came as bytes. */
    Path clip() {
        return folder.resolve("clip");
    }

    /** How much of them is written by now. */
    long sampleBytes() {
        return samples().toFile().length();
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
                Files.deleteIfExists(path);
            }
            isRemoved = true;
            if (lock.isPresent()) {
                lock.get().close();
            }
            OURS.remove(folder);
        } catch (IOException e) {
            throw AudioException.toolFailed("The scratch folder of a decode could not be removed.", e);
        }
    }
}
