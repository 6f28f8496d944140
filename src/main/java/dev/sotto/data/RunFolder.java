package dev.sotto.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of this process alone, for copies that libraries make anew at every start and delete at an orderly end. A lock
 * beside it, which the system drops with the process, says that somebody uses it: what a killed process left is deleted.
 */
final class RunFolder {
    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);
    private static final String PREFIX = "run-";
    private static final String LOCK = ".lock";
    /** What earlier versions left among the libraries: copies of SQLite, JNA and Vert.x, each under a new name. */
    private static final String EARLIER = "{sqlite-*,jna*.tmp,vertx-cache*}";

    private static final Duration EARLIER_MIN = Duration.ofDays(1);

    /** By lock file. Held here since a lock goes with its channel, and closing a second one of the same file would let go of it. */
    private static final Map<Path, FileLock> HELD = new ConcurrentHashMap<>();

    private RunFolder() {}

    /**
     * Makes one, and deletes those of processes that are gone. Blocks.
     *
     * @param parent of this user alone
     * @param now by the clock of the file system
     */
    static synchronized Path make(Path parent, Instant now) throws IOException {
        try (FileChannel one = open(parent.resolve("run.lock"))) {
            one.lock(); // until the channel is closed
            sweep(parent, now);
            String name = PREFIX + UUID.randomUUID();
            Path lock = parent.resolve(name + LOCK);
            HELD.put(lock, open(lock).lock()); // until the process ends
            lock.toFile().deleteOnExit();
            Path folder = Files.createDirectory(parent.resolve(name), OwnerOnly.folder(parent));
            folder.toFile().deleteOnExit(); // before its lock, and only if the libraries have cleared it
            return folder;
        }
    }

    private static FileChannel open(Path lock) throws IOException {
        return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void sweep(Path parent, Instant now) throws IOException {
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path run : runs) {
                String name = String.valueOf(run.getFileName());
                sweepIfLeft(parent.resolve(name.endsWith(LOCK) ? name : name + LOCK));
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(parent, EARLIER)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(EARLIER_MIN))) {
                    delete(file);
                }
            }
        }
    }

    /** A folder without a lock is left too: one is made with its lock while nobody sweeps. */
    private static void sweepIfLeft(Path lock) throws IOException {
        if (HELD.containsKey(lock)) {
            return;
        }
        String name = String.valueOf(lock.getFileName());
        try (FileChannel channel = open(lock)) {
            if (channel.tryLock() != null) {
                delete(lock.resolveSibling(name.substring(0, name.length() - LOCK.length())));
                delete(lock);
            }
        }
    }

    private static void delete(Path left) {
        try (Stream<Path> files = Files.walk(left)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Nothing was made in it.
        } catch (IOException e) {
            LOG.warn("{} of an earlier process could not be deleted ({})", left, e.toString());
        }
    }
}
