package dev.sotto.key;

import java.time.Instant;
import java.util.List;

/** Keys as their administrator sees them. Blocks on the disk. Thread-safe. */
public interface ApiKeyStore extends ApiKeyLookup {
    /** Keys that are kept, the revoked and expired ones among them. */
    int KEYS_MAX = 10_000;

    /**
     * Stores a new key; it is on disk when this returns.
     *
     * @throws IllegalArgumentException if there are {@value #KEYS_MAX}
     */
    void add(KeyRecord key);

    /** All, oldest first. */
    List<KeyRecord> list();

    /** False if there is no such key; one that was revoked before stays revoked as it was. */
    boolean revoke(String id, Instant at);

    /** Everything that admitting a request needs, as of one moment. */
    KeySnapshot snapshot();
}
