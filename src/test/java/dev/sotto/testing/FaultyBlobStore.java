package dev.sotto.testing;

import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.LocalFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A real store of recordings on a disk that is slow, or does not delete: what a test says happens before a call is made. */
public final class FaultyBlobStore implements BlobStore {
    private final BlobStore real;
    private volatile Runnable beforeTake = () -> {};
    private volatile Consumer<String> beforeDelete = key -> {};

    public FaultyBlobStore(BlobStore real) {
        this.real = real;
    }

    public FaultyBlobStore beforeTake(Runnable fault) {
        beforeTake = fault;
        return this;
    }

    /** The fault receives the key. */
    public FaultyBlobStore beforeDelete(Consumer<String> fault) {
        beforeDelete = fault;
        return this;
    }

    @Override
    public StoredBlob take(Path file) {
        beforeTake.run();
        return real.take(file);
    }

    @Override
    public LocalFile open(String key) {
        return real.open(key);
    }

    @Override
    public void delete(String key) {
        beforeDelete.accept(key);
        real.delete(key);
    }

    @Override
    public Set<String> keys() {
        return real.keys();
    }

    @Override
    public int sweep(Predicate<String> isNeeded) {
        return real.sweep(isNeeded);
    }
}
