package dev.sotto.api.auth;

import dev.sotto.key.ApiKeyStore;
import dev.sotto.key.MemoryRateLimiter;
import dev.sotto.key.RateLimiter;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Who may use the HTTP surface.
 *
 * @param keys blocks: never asked on an event loop
 * @param adminKey beside them
 * @param mayBeOpen whether anybody may use it while there is no key at all
 * @param requests counted by key
 * @param failures wrong keys, counted by {@link CallerNetwork}
 * @param addresses how much one address may ask for
 * @param clock the wall's
 */
public record AccessRules(
        ApiKeyStore keys,
        Optional<String> adminKey,
        boolean mayBeOpen,
        RateLimiter requests,
        RateLimiter failures,
        AddressLimits addresses,
        InstantSource clock) {
    private static final int KEYS_COUNTED_MAX = 20_000;

    /** With rates counted in this process, and no limit on addresses. */
    public AccessRules(ApiKeyStore keys, Optional<String> adminKey, boolean mayBeOpen, InstantSource clock) {
        this(
                keys,
                adminKey,
                mayBeOpen,
                new MemoryRateLimiter(KEYS_COUNTED_MAX),
                new MemoryRateLimiter(KEYS_COUNTED_MAX),
                AddressLimits.NONE,
                clock);
    }

    /** The same with limits on addresses. */
    AccessRules withAddressLimits(AddressLimits limits) {
        return new AccessRules(keys, adminKey, mayBeOpen, requests, failures, limits, clock);
    }

    @Override
    public String toString() {
        return "AccessRules[mayBeOpen=%s]".formatted(mayBeOpen);
    }
}
