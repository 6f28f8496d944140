package dev.sotto.api.auth;

import dev.sotto.key.ApiKeyStore;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Who may use the HTTP surface.
 *
 * @param keys blocks: never asked on an event loop
 * @param adminKey beside them
 * @param mayBeOpen whether anybody may use it while there is no key at all
 * @param clock the wall's
 */
public record AccessRules(ApiKeyStore keys, Optional<String> adminKey, boolean mayBeOpen, InstantSource clock) {
    @Override
    public String toString() {
        return "AccessRules[mayBeOpen=%s]".formatted(mayBeOpen);
    }
}
