package dev.sotto.key;

import java.util.Optional;

/** Where keys are kept. May block, or answer from memory that is at most a few seconds old. */
public interface ApiKeyLookup {
    Optional<KeyRecord> find(String id);
}
