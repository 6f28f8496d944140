package dev.sotto.webhook.sign;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The secrets of one endpoint, newest first. While an old one has not ended, every message is signed with both, so that a
 * receiver can change over without losing one.
 */
public record SecretRing(List<Held> secrets) {
    /** An endpoint that is rotated faster than its secrets end keeps the newest ones. */
    static final int HELD_MAX = 4;

    public static final SecretRing EMPTY = new SecretRing(List.of());

    /**
     * One secret and its end.
     *
     * @param until the secret signs before this instant; empty is for ever
     */
    public record Held(SigningSecret secret, Optional<Instant> until) {
        boolean isActive(Instant now) {
            return until.map(now::isBefore).orElse(true);
        }
    }

    public SecretRing {
        secrets = List.copyOf(secrets);
        if (secrets.size() > HELD_MAX) {
            throw new IllegalArgumentException(
                    "%d secrets; an endpoint holds at most %d".formatted(secrets.size(), HELD_MAX));
        }
    }

    public static SecretRing of(SigningSecret secret) {
        return new SecretRing(List.of(new Held(secret, Optional.empty())));
    }

    /** Puts a new secret in front; those before it go on signing until {@code oldUntil} at the latest. */
    public SecretRing rotated(SigningSecret fresh, Instant now, Instant oldUntil) {
        List<Held> held = new ArrayList<>();
        held.add(new Held(fresh, Optional.empty()));
        for (Held old : secrets) {
            boolean endsEarlier = old.until().map(oldUntil::isAfter).orElse(false);
            Held kept = endsEarlier ? old : new Held(old.secret(), Optional.of(oldUntil));
            if (kept.isActive(now) && held.size() < HELD_MAX) {
                held.add(kept);
            }
        }
        return new SecretRing(held);
    }

    /** Newest first; empty for an endpoint that does not sign. */
    public List<SigningSecret> activeAt(Instant now) {
        return secrets.stream()
                .filter(held -> held.isActive(now))
                .map(Held::secret)
                .toList();
    }
}
