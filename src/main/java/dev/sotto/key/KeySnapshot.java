package dev.sotto.key;

import java.util.Map;
import java.util.Optional;

/**
 * The keys and what their owners have used, as of one moment: a lookup that never blocks.
 *
 * @param keys by id
 * @param used seconds of audio by owner
 * @param waitingSeconds of audio in jobs that wait or run, by owner, as well as it is known
 */
public record KeySnapshot(Map<String, KeyRecord> keys, Map<String, DailyQuota> used, Map<String, Long> waitingSeconds)
        implements ApiKeyLookup {
    public static final KeySnapshot EMPTY = new KeySnapshot(Map.of(), Map.of(), Map.of());

    public KeySnapshot {
        keys = Map.copyOf(keys);
        used = Map.copyOf(used);
        waitingSeconds = Map.copyOf(waitingSeconds);
    }

    @Override
    public Optional<KeyRecord> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }
}
