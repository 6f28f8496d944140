package dev.sotto.key;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store whose keys are gone with the process; nobody's use is counted. */
public final class MemoryKeys implements ApiKeyStore {
    private final Map<String, KeyRecord> keys = new LinkedHashMap<>();

    @Override
    public synchronized void add(KeyRecord key) {
        keys.put(key.id(), key);
    }

    @Override
    public synchronized List<KeyRecord> list() {
        return List.copyOf(keys.values());
    }

    @Override
    public synchronized boolean revoke(String id, Instant at) {
        return keys.computeIfPresent(
                        id,
                        (any, key) -> new KeyRecord(
                                key.id(),
                                key.owner(),
                                key.name(),
                                key.hash(),
                                key.scopes(),
                                key.limits(),
                                key.createdAt(),
                                key.expiresAt(),
                                Optional.of(key.revokedAt().orElse(at))))
                != null;
    }

    @Override
    public synchronized KeySnapshot snapshot() {
        return new KeySnapshot(keys, Map.of(), Map.of());
    }

    @Override
    public synchronized Optional<KeyRecord> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }
}
