package dev.sotto.job.port;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Keeps the audio of jobs, under names that say what is in it. Every method blocks on the disk and throws {@link
 * StoreException}. Thread-safe.
 */
public interface BlobStore {
    /**
     * Takes a file over: it lies here, whole and on disk, when this returns, and nowhere else. The file stays where it is
     * if this fails.
     */
    StoredBlob take(Path file);

    /**
     * The file on this machine, its checksum compared. A store that keeps it elsewhere fetches it, and removes what it fetched
     * with the closing.
     *
     * @throws StoreException with {@link StoreError#DAMAGED} if it is gone or is not what was taken
     */
    LocalFile open(String key);

    /** What is no key of this store, or is gone already, is passed over. */
    void delete(String key);

    /** Every key that is here now, in no order. */
    Set<String> keys();

    /**
     * Deletes what nobody needs, and what a crash left half done; returns how many files that were. What is taken meanwhile
     * is safe only if {@code isNeeded} knows of it: to be called while nothing is taken.
     */
    int sweep(Predicate<String> isNeeded);

    /**
     * One file that was taken.
     *
     * @param key holds the checksum
     * @param checksum SHA-256 in hexadecimal
     */
    record StoredBlob(String key, String checksum, long bytes) {}
}
