package dev.sotto.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of one folder that nobody works on any more: an upload or a fetched recording that could not be deleted when it was
 * over. Such a file has not changed for longer than any work on it may take, by a clock of this process, so that no jump of
 * the wall's makes a file look old. Rounds come from one thread at a time.
 */
public final class LeftFiles {
    private final Path folder;
    private final Predicate<String> names;
    private final Duration workMax;
    private final LongSupplier nanos;
    private Map<Path, Seen> seen = Map.of();

    /** How a file was found, and since when it is so. */
    private record Seen(long bytes, long modifiedMillis, long sinceNanos) {
        boolean isAs(BasicFileAttributes now) {
            return bytes == now.size()
                    && modifiedMillis == now.lastModifiedTime().toMillis();
        }
    }

    /**
     * Nothing is looked at yet.
     *
     * @param names of the files that may be deleted
     * @param workMax a file that does not change for so long is left over
     * @param nanos a clock that only goes forward
     */
    public LeftFiles(Path folder, Predicate<String> names, Duration workMax, LongSupplier nanos) {
        this.folder = folder;
        this.names = names;
        this.workMax = workMax;
        this.nanos = nanos;
    }

    /**
     * Looks at all files and deletes those that are left over; blocks on the disk.
     *
     * @return how many were deleted
     */
    public int round() throws IOException {
        Map<Path, Seen> now = new HashMap<>();
        int deleted = 0;
        for (Path file : files()) {
            Seen found = found(file);
            if (found != null && nanos.getAsLong() - found.sinceNanos() > workMax.toNanos()) {
                Files.deleteIfExists(file);
                deleted++;
            } else if (found != null) {
                now.put(file, found);
            }
        }
        seen = now;
        return deleted;
    }

    private Iterable<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> names.test(file.getFileName().toString())).toList();
        }
    }

    /** Null for what is no file, or gone meanwhile. */
    private @Nullable Seen found(Path file) throws IOException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
        if (!now.isRegularFile()) {
            return null;
        }
        Seen before = seen.get(file);
        return before != null && before.isAs(now)
                ? before
                : new Seen(now.size(), now.lastModifiedTime().toMillis(), nanos.getAsLong());
    }
}
