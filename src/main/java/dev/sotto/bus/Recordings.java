package dev.sotto.bus;

import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes recordings that no job needs any more. One that cannot be deleted now is swept later, so removing fails nobody and
 * keeps no other. Thread-safe.
 */
public final class Recordings {
    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

    private final BlobStore blobs;
    private final StoreCalls calls;

    /** @param blobs where they lie */
    public Recordings(Vertx vertx, BlobStore blobs) {
        this.blobs = blobs;
        this.calls = StoreCalls.ofRecordings(vertx);
    }

    /** Blocks as long as the disk wants. */
    public void remove(String key) {
        try {
            blobs.delete(key);
        } catch (StoreException e) {
            LOG.warn("a recording that no job needs could not be deleted yet: {}", e.getMessage());
        }
    }

    /** The same on threads of recordings: whoever asks from an event loop or with a lease in hand waits for no disk. */
    public Future<Void> removeAll(Iterable<String> keys) {
        return calls.run(() -> keys.forEach(this::remove));
    }
}
