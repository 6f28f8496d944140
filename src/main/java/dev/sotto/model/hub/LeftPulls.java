package dev.sotto.model.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Pulls that were broken off and that nobody went on with: their part of a model is kept for the next try, but not for ever. */
public final class LeftPulls {
    /** After this a pull that nobody went on with is deleted. */
    public static final Duration KEPT = Duration.ofDays(7);

    private static final Pattern STAGING = Pattern.compile("\\.(.+)\\.(pull-[0-9a-zA-Z]+|old)");

    private LeftPulls() {}

    /**
     * Deletes what no pull has touched for {@link #KEPT}, unless one is under way; blocks on the disk.
     *
     * @return how many were deleted
     */
    public static int sweep(Path models, Instant now) throws IOException {
        if (!Files.isDirectory(models)) {
            return 0;
        }
        int deleted = 0;
        List<Path> all;
        try (Stream<Path> list = Files.list(models)) {
            all = list.toList();
        }
        for (Path folder : all) {
            Matcher name = STAGING.matcher(folder.getFileName().toString());
            if (name.matches()
                    && touched(folder).isBefore(now.minus(KEPT))
                    && isDeleted(folder, models.resolve("." + name.group(1) + ".lock"))) {
                deleted++;
            }
        }
        return deleted;
    }

    /** When anything in it last changed. */
    private static Instant touched(Path folder) throws IOException {
        Instant latest = Instant.MIN;
        for (Path path : tree(folder)) {
            Instant one = Files.getLastModifiedTime(path).toInstant();
            latest = one.isAfter(latest) ? one : latest;
        }
        return latest;
    }

    private static List<Path> tree(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.sorted(Comparator.reverseOrder()).toList();
        }
    }

    /** Holding the lock that a pull of this model holds. */
    private static boolean isDeleted(Path folder, Path lockFile) throws IOException {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return false;
            }
            for (Path path : tree(folder)) {
                Files.deleteIfExists(path);
            }
            return true;
        } catch (OverlappingFileLockException | NoSuchFileException e) {
            return false;
        }
    }
}
