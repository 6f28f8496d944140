package dev.sotto.key;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Tells who bears a key. Every refusal looks the same to the bearer and takes the same work: an unknown id is compared
 * with a hash too. Any thread; blocks as far as the {@link ApiKeyLookup} does.
 */
public final class Authenticator {
    /** Fewer characters would be guessed. */
    static final int ADMIN_KEY_CHARS_MIN = 24;

    private static final String ADMIN = "admin";
    /** Of no secret that anybody has. */
    private static final KeyHash NOBODY = KeyHash.ofHex("00".repeat(32));

    private final ApiKeyLookup lookup;
    private final Optional<KeyHash> adminKey;

    /**
     * With the keys of the store and, if there is one, the administrator's from the environment.
     *
     * @param adminKey any text of at least {@value #ADMIN_KEY_CHARS_MIN} characters
     * @throws IllegalArgumentException if it is shorter
     */
    public Authenticator(ApiKeyLookup lookup, Optional<String> adminKey) {
        this.lookup = lookup;
        adminKey.ifPresent(Authenticator::checkLength);
        this.adminKey = adminKey.map(KeyHash::of);
    }

    private static void checkLength(String adminKey) {
        if (adminKey.length() < ADMIN_KEY_CHARS_MIN) {
            throw new IllegalArgumentException(
                    "the admin key has %d characters; expected at least %d, such as the output of 'openssl rand -hex 24'"
                            .formatted(adminKey.length(), ADMIN_KEY_CHARS_MIN));
        }
    }

    /** Whether the bearer of a key that was good once would be let in again. */
    public boolean isStillGood(Principal bearer, Instant now) {
        return bearer.keyId().equals(ADMIN)
                ? adminKey.isPresent()
                : lookup.find(bearer.keyId()).filter(key -> key.isValid(now)).isPresent();
    }

    /** Empty for a key that is malformed, unknown, wrong, expired or revoked. */
    public Optional<Principal> authenticate(String presented, Instant now) {
        boolean isAdmin = adminKey.orElse(NOBODY).matches(KeyHash.of(presented)) && adminKey.isPresent();
        if (isAdmin) {
            return Optional.of(new Principal(ADMIN, ADMIN, Set.of(Scope.ADMIN), KeyLimits.NONE));
        }
        Optional<ApiKey> key = ApiKey.parse(presented);
        Optional<KeyRecord> found = key.flatMap(typed -> lookup.find(typed.id()));
        KeyHash given = key.map(ApiKey::hash).orElse(NOBODY);
        boolean isRight = found.map(KeyRecord::hash).orElse(NOBODY).matches(given);
        return found.filter(known -> isRight && known.isValid(now))
                .map(known -> new Principal(known.id(), known.owner(), known.scopes(), known.limits()));
    }
}
