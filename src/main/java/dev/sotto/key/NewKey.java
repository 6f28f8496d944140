package dev.sotto.key;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key just made: the record to store, and the text to show this once.
 *
 * @param text the whole key
 */
public record NewKey(KeyRecord stored, String text) {
    /** What is asked for. */
    public record Order(String owner, String name, Set<Scope> scopes, KeyLimits limits, Optional<Instant> expiresAt) {}

    public static NewKey make(Order order, SecureRandom random, Instant now) {
        ApiKey key = ApiKey.generate(random);
        KeyRecord stored = new KeyRecord(
                key.id(),
                order.owner(),
                order.name(),
                key.hash(),
                order.scopes(),
                order.limits(),
                now,
                order.expiresAt(),
                Optional.empty());
        return new NewKey(stored, key.text());
    }

    @Override
    public String toString() {
        return "NewKey[" + stored.id() + "]";
    }
}
