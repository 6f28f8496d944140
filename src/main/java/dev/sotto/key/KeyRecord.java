package dev.sotto.key;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key as the server holds it.
 *
 * @param owner the tenant whose jobs it sees; several keys may share one
 * @param name for people
 * @param revokedAt void from then on, whatever the clock says later
 */
public record KeyRecord(
        String id,
        String owner,
        String name,
        KeyHash hash,
        Set<Scope> scopes,
        KeyLimits limits,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt) {
    public KeyRecord {
        scopes = Set.copyOf(scopes);
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("key %s allows nothing; expected at least one scope".formatted(id));
        }
    }

    boolean isValid(Instant now) {
        return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
    }
}
